/** Signs in as a browser does on a development server. */
import { z } from 'zod';
import type { Role } from '../workflows/contract/codes';

const SessionCookie = z.string().regex(/^__Host-ledgergate=[^;]+/);

/** @returns the `Cookie` header of the session; @throws Error when nobody is let in */
export async function signIn(url: string, role: Role): Promise<string> {
  const response = await fetch(`${url}/session/dev`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ role }),
  });
  const [cookie = ''] = SessionCookie.parse(response.headers.getSetCookie()[0]).split(';');
  return cookie;
}
