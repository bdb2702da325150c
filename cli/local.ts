/** The programs of the package that run on this machine. They have no API to ask: one of them starts it. */
import { join } from 'node:path';

interface Program {
  readonly summary: string;
  readonly file: string;
}

const built = join(__dirname, '..');

export const localPrograms: Readonly<Record<string, Program>> = {
  dev: {
    summary: 'run Temporal, worker, API and desk here, to try it or to develop against it; --help for its options',
    file: join(built, 'dev', 'start', 'start.js'),
  },
  tour: {
    summary: 'play the whole story on what "ledgergate dev" runs in another terminal',
    file: join(built, 'dev', 'tour', 'tour.js'),
  },
};

/** Returns the file of a program; `undefined` if this is none. */
export const findLocalProgram = (name = ''): string | undefined =>
  Object.hasOwn(localPrograms, name) ? localPrograms[name]?.file : undefined;
