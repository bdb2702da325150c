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
  `  the directory: ${directory}\n  the register: ${registerFile}\nIf the drop is lost for good, remove the line of ${companyId} from drops.json and run this command again. The drop then begins empty, and projects that were exported before are created again.`;

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
