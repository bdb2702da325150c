/** Watches files arrive in a folder. */
import { watch } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Inbox {
  /** Resolves when the file is there. @throws Error after two minutes */
  readonly arrived: (name: string) => Promise<void>;
  readonly close: () => void;
}

/** The kernel drops notifications when there are too many, so the expected files are also looked up. */
const lookEveryMs = 250;
const arrivesWithinMs = 120_000;

export async function watchInbox(directory: string): Promise<Inbox> {
  await mkdir(directory, { recursive: true });
  const waiting = new Map<string, () => void>();
  const look = (name: string): void => {
    access(join(directory, name)).then(
      () => waiting.get(name)?.(),
      () => undefined,
    );
  };
  const watcher = watch(directory, (_, name) => {
    if (name !== null && waiting.has(name)) look(name);
  });
  const timer = setInterval(() => {
    for (const name of waiting.keys()) look(name);
  }, lookEveryMs);
  return {
    arrived: (name) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${name} did not arrive`)), arrivesWithinMs);
        waiting.set(name, () => {
          clearTimeout(late);
          waiting.delete(name);
          resolve();
        });
        look(name);
      }),
    close: () => {
      clearInterval(timer);
      watcher.close();
    },
  };
}
