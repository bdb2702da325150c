/** The folder of the project, whether its code runs from the source or from `dist`. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

function findRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error(`No package.json above ${__dirname}.`);
  return findRoot(parent);
}

export const projectRoot = findRoot(__dirname);

/** As a person in the project's folder would type it; outside of it the path stays absolute. */
export function typedPath(path: string): string {
  const fromRoot = relative(projectRoot, path);
  return fromRoot === '' || fromRoot.startsWith('..') ? path : fromRoot;
}
