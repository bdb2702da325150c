/** Makes the drop of a company, for the person who asked for it. */
import { ErpUnavailable } from '../../../activities/erp-port';
import { ConfigError } from '../../env';
import { describeFailure, DiskFailure } from './disk';
import { DropRoot, type DropPlace } from './root';

function explainFailure(error: unknown, directory: string): string | undefined {
  if (error instanceof DiskFailure) return describeFailure(error, directory);
  return error instanceof ErpUnavailable ? error.message : undefined;
}

const remedy = ({ companyId, directory, registerFile }: DropPlace): string =>
  `  the directory: ${directory}\n  what is known: ${registerFile}\nIs the drop lost for good, take the line of ${companyId} out of drops.json and run this again: the drop begins empty, and what was exported before is a create once more.`;

/** Makes a drop. @returns false if it existed already @throws ConfigError */
export async function initDrop(place: DropPlace): Promise<boolean> {
  try {
    return await new DropRoot(place).init();
  } catch (error) {
    const why = explainFailure(error, place.directory);
    if (why === undefined) throw error;
    throw new ConfigError(
      error instanceof ErpUnavailable ? `${why}\n${remedy(place)}` : `${why}\n  in ${place.directory}`,
    );
  }
}
