/** Shows the record that the tour's export wrote, as the ERP itself returns it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Company } from '../../adapters/companies/companies';
import { ConfigError } from '../../adapters/env';
import type { SubmissionView } from '../../workflows/contract/view';
import type { DevConfig } from '../start/config';
import { errorMessage } from '../../adapters/errors';
import { typedPath } from '../project';
import { TourFailed } from './answers';
import { findJobUrl, lookInTryton, readTrytonKey, type TrytonPlace } from '../tryton/tryton';

type Say = (line: string) => void;
type ShowRecord = (submission: SubmissionView) => Promise<void>;

const ImportFile = z.looseObject({ reference: z.string(), job: z.looseObject({ number: z.string().optional() }) });

/** An importer may have taken the file, which is said. */
const showFile =
  (directory: string, say: Say): ShowRecord =>
  async ({ receipt }) => {
    const file = join(directory, 'inbox', receipt?.ids['file'] ?? 'missing');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) throw new TourFailed(`${typedPath(file)} does not exist. An importer may have taken it.`);
    const { reference, job } = ImportFile.parse(JSON.parse(text));
    say(`${typedPath(file)}: reference ${reference}, job ${job.number ?? 'without number'}`);
  };

const RecordedAnswer = z.object({
  job: z.looseObject({
    ids: z.record(z.string(), z.string()),
    content: z.looseObject({
      job: z.looseObject({ number: z.string() }),
      customer: z.looseObject({ code: z.string() }),
      costCodes: z.array(z.unknown()),
    }),
  }),
});

const showJob =
  (own: TrytonPlace, say: Say): ShowRecord =>
  async ({ receipt }) => {
    const reference = receipt?.reference ?? 'missing';
    const headers = {
      Authorization: `Bearer ${await readTrytonKey(own)}`,
      'Accept-Language': 'en',
      'Content-Type': 'application/json',
    };
    const answer = await fetch(findJobUrl(own), { method: 'POST', headers, body: JSON.stringify({ reference }) })
      .then((response) => response.json())
      .catch((error: unknown) => {
        throw new ConfigError(
          `There is no Tryton at ${own.url} (${errorMessage(error)}). Run npm start -- --erp tryton.`,
        );
      });
    const found = RecordedAnswer.safeParse(answer);
    if (!found.success) throw new TourFailed(`Tryton has no record of ${reference}.`);
    const { ids, content } = found.data.job;
    const { job, customer, costCodes } = content;
    say(
      `construction job ${ids['job'] ?? ''} in Tryton: number ${job.number}, customer ${customer.code}, ` +
        `${costCodes.length} cost codes`,
    );
    for (const line of lookInTryton(own, reference).split('\n')) say(`  ${line}`);
  };

/** @throws ConfigError for a company whose ERP the tour cannot look into */
export function createShowRecord({ id, connection }: Company, { tryton }: DevConfig, say: Say): ShowRecord {
  if (connection.adapter === 'file-drop') return showFile(connection.directory, say);
  if (connection.adapter === 'tryton' && tryton) return showJob({ ...tryton, url: connection.url }, say);
  throw new ConfigError(`The tour cannot read the ERP of ${id}.`);
}
