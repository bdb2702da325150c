/**
 * The four people of the example companies, as `npm start` writes their tokens into a file. Without that file, and
 * for tokens that our own keys do not bear out, nobody comes in this way.
 */
import { readFile } from 'node:fs/promises';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type Role, roles } from '../../workflows/contract/codes';
import type { VerifyToken } from '../request/actor';

/** @throws Error when the file cannot be read, Problem when its token is not to be trusted */
export type DevClaims = (role: Role) => Promise<JWTPayload>;

const Tokens = z.record(z.enum(roles), z.string());

export const createDevClaims =
  (file: string, verify: VerifyToken): DevClaims =>
  async (role) =>
    verify(Tokens.parse(JSON.parse(await readFile(file, 'utf8')))[role]);
