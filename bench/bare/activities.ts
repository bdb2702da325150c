/** One file a project, never seen half written. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface BareExport {
  readonly projectId: string;
  readonly project: object;
  readonly jobNumber: string;
}

export interface BareActivities {
  exportProject(request: BareExport): Promise<void>;
}

export const createBareActivities = (directory: string): BareActivities => ({
  exportProject: async (request) => {
    const file = join(directory, `${request.projectId}.json`);
    await writeFile(`${file}.tmp`, JSON.stringify(request, null, 2));
    await rename(`${file}.tmp`, file);
  },
});
