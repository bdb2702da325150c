/**
 * The four people of the example companies, whose tokens `npm start` writes into a file. Without that file, or if our
 * own keys do not verify its tokens, nobody can sign in this way.
 */
import { readFile } from 'node:fs/promises';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type Role, roles } from '../../workflows/contract/codes';
import type { VerifyToken } from '../request/actor';

/**
 * Returns the claims of the person with a role.
 * @throws Error if the file cannot be read, Problem if its token cannot be trusted
 */
export type DevClaims = (role: Role) => Promise<JWTPayload>;

const Tokens = z.record(z.enum(roles), z.string());

export const createDevClaims =
  (file: string, verify: VerifyToken): DevClaims =>
  async (role) =>
    verify(Tokens.parse(JSON.parse(await readFile(file, 'utf8')))[role]);
