/** The people who play on a cluster that runs: their tokens are those of a development machine. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../../adapters/env';
import { type Client, createClient } from '../../client/client';
import { tokensFile } from '../tokens';

export interface People {
  readonly admin: Client;
  readonly approver: Client;
  readonly viewer: Client;
}

const Tokens = z.looseObject({ admin: z.string(), approver: z.string(), viewer: z.string() });

/** Reads a file that the running cluster wrote. @throws ConfigError */
export function readClusterFile<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new ConfigError(`${file} cannot be read. Check that npm run cluster is running.`);
  }
}

/** `directory`: of the cluster. @throws ConfigError */
export function findPeople(apiUrl: string, directory: string): People {
  const tokens = readClusterFile(tokensFile(directory), Tokens);
  const by = (role: keyof People): Client => createClient({ baseUrl: apiUrl, token: () => tokens[role] });
  return { admin: by('admin'), approver: by('approver'), viewer: by('viewer') };
}
