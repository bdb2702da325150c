/**
 * One file a project, never seen half written and kept over a power cut, as the export of Ledgergate promises it: the
 * intent first, then the file, each synced, and the folder after each name.
 */
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

export interface BareExport {
  readonly projectId: string;
  readonly project: object;
  readonly jobNumber: string;
}

export interface BareActivities {
  exportProject(request: BareExport): Promise<void>;
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const createBareActivities = (directory: string): BareActivities => ({
  exportProject: async (request) => {
    const file = join(directory, `${request.projectId}.json`);
    await writeSynced(`${file}.intent`, JSON.stringify({ projectId: request.projectId }));
    await syncFolder(directory);
    await writeSynced(`${file}.tmp`, JSON.stringify(request, null, 2));
    await rename(`${file}.tmp`, file);
    await syncFolder(directory);
  },
});
