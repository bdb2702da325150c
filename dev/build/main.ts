/** `npm run build`. It runs from its source. */
import { readCommandLine } from '../../adapters/arguments';
import { runMain } from '../../adapters/env';
import { build } from './build';

const usage = `npm run build: brings dist/ up to date with the sources: the compiled code, the workflows' bundle and the desk.

Only what changed is built. The new dist/ replaces the old one once it is complete.`;

void runMain(async () => {
  if (readCommandLine(process.argv.slice(2), { command: 'npm run build', usage })) await build();
});
