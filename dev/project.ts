/** The folder of the project, whether its code runs from the source or from `dist`. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

function findRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error(`No package.json above ${__dirname}.`);
  return findRoot(parent);
}

export const projectRoot = findRoot(__dirname);

/** Whether this is the package as npm installs it, and no checkout. */
export const isInstalled = projectRoot.split(sep).includes('node_modules');

/** The folder in which a person works: that of the checkout, or the one from which the package is called. */
export const workFolder = isInstalled ? process.cwd() : projectRoot;

/** The command by which a person runs a program: its npm script in a checkout, and otherwise that of the package. */
export const commandFor = (program: 'dev' | 'tour'): string =>
  isInstalled ? `npx ledgergate ${program}` : { dev: 'npm start', tour: 'npm run tour' }[program];

/** As a person in that folder would type it; outside of it the path stays absolute. */
export function typedPath(path: string): string {
  const fromThere = relative(workFolder, path);
  return fromThere === '' || fromThere.startsWith('..') ? path : fromThere;
}
