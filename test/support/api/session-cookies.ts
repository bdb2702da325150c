/** Sessions sealed as the API does it, so that a test can begin with one of any age. */
import type { Lifetime } from '../../../api/session/lifetime';
import { createSeal } from '../../../api/session/seal';
import { Session } from '../../../api/session/session';
import type { Received } from './server';

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const daySeconds = 86_400;

/** Just begun, and renewable. */
export const freshLifetime = (now = nowSeconds()): Lifetime => ({
  began: now,
  used: now,
  confirmed: now,
  rolesUntil: now + 900,
  isRenewable: true,
});

export interface SealedSession {
  readonly claims: Session['claims'];
  readonly lifetime?: Partial<Lifetime>;
  readonly sid?: string;
}

/** The value of a session's cookie. */
export const sealSession = (key: Uint8Array, { claims, lifetime = {}, sid = 'sid' }: SealedSession): Promise<string> =>
  createSeal(key).close(
    'session',
    { sid, claims, lifetime: { ...freshLifetime(), ...lifetime } },
    nowSeconds() + daySeconds,
  );

/** The value of a session's cookie as if it had been made `seconds` earlier. */
export async function aged(key: Uint8Array, value: string, seconds: number): Promise<string> {
  const content = Session.safeParse(await createSeal(key).open('session', value));
  if (!content.success) throw new Error('no session is sealed in it with this key');
  const { sid, claims, lifetime } = content.data;
  const { began, used, confirmed, rolesUntil, isRenewable } = lifetime;
  const old = { began: began - seconds, used: used - seconds, confirmed: confirmed - seconds };
  return sealSession(key, { sid, claims, lifetime: { ...old, rolesUntil: rolesUntil - seconds, isRenewable } });
}

/** What a browser keeps of the answers that it gets. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  take(received: Received): void {
    for (const line of received.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** The `Cookie` header. */
  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
