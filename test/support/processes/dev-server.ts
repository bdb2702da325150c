/** A Temporal server of a test's own, as `temporal server start-dev`, with our search attributes. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributes } from '../../../workflows/search-attributes';

/** One of the servers that jest's global set-up found or fetched, by the variable that it set. */
export function executable(variable: 'TEMPORAL_CLI' | 'TEMPORAL_TEST_SERVER') {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is not set: jest's global set-up sets it`);
  return { type: 'existing-path' as const, path };
}

/** `extraArgs`: more arguments of `temporal server start-dev`. */
export const startDevServer = (extraArgs: readonly string[] = []): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment.createLocal({
    server: {
      executable: executable('TEMPORAL_CLI'),
      searchAttributes: Object.values(searchAttributes),
      extraArgs: [...extraArgs],
      log: { level: 'error', format: 'pretty' },
    },
  });
