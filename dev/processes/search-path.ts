/** Programs on PATH. */
import { access, constants } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';

/** Returns every executable with this name, in the order of PATH. */
export async function onPath(name: string, path: string | undefined): Promise<string[]> {
  const candidates = (path ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => resolve(directory, name));
  const found = await Promise.all(
    candidates.map((candidate) =>
      access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => found[index]);
}
