/** The directories of the companies: below LEDGERGATE_VAR or absolute, and never within one another. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

function isWithin(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

function* upwards(path: string): Generator<string> {
  for (let at = path, below = ''; at !== below; below = at, at = dirname(at)) yield at;
}

interface Folder {
  readonly id: string;
  readonly directory: string;
}

/**
 * Finds folders that two companies share, or that are within another company's. Case is ignored, because `Acme` and
 * `acme` are one folder on some file systems.
 */
export function findNested(folders: readonly Folder[]): { readonly id: string; readonly within: string }[] {
  const owners = new Map<string, string>();
  for (const { id, directory } of folders) {
    const key = directory.toLowerCase();
    if (!owners.has(key)) owners.set(key, id);
  }
  return folders.flatMap(({ id, directory }) => {
    for (const path of upwards(directory.toLowerCase())) {
      const owner = owners.get(path);
      if (owner !== undefined && owner !== id) return [{ id, within: owner }];
    }
    return [];
  });
}

/** Returns the absolute path, or why it cannot be used. */
export function toDirectory(directory: string, varDirectory: string): { path: string } | { problem: string } {
  const root = resolve(varDirectory);
  const path = resolve(root, directory);
  if (!isAbsolute(directory) && !isWithin(root, path)) {
    return { problem: `leads out of LEDGERGATE_VAR (${root}). Write a folder below it, or an absolute path.` };
  }
  if (isWithin(path, root)) {
    return { problem: `contains LEDGERGATE_VAR (${root}) itself. Write a separate folder, such as "erp/acme".` };
  }
  return { path };
}
