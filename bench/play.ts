/** Runs stories one after the other or many at once, each to its end. */
import type { Contender } from './contender';

/** Runs `work` for 0 … count − 1, with limited concurrency. */
export async function inParallel(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, runner));
}

let made = 0;

/** Ids that no round had before; short enough to be job numbers as well. */
export const newIds = (count: number): string[] =>
  Array.from({ length: count }, () => {
    made += 1;
    return `b-${made}`;
  });

/** Submit, reject, resend, accept, and the file is there. */
export async function playStory(contender: Contender, id: string): Promise<void> {
  await contender.submit(id);
  await playOn(contender, id);
}

/** The story of what was submitted. */
export async function playOn(contender: Contender, id: string): Promise<void> {
  await contender.reject(id);
  await contender.resend(id);
  await contender.accept(id, 2);
  await contender.exported(id);
}

/** Waits for the workflow's own end, which comes after the file. */
export async function closed({ server, workflowId }: Contender, id: string): Promise<void> {
  await server.client.workflow.getHandle(workflowId(id)).result();
}

/** Submits, and waits until the workflows' own first tasks are done. */
export async function submitAll(contender: Contender, ids: readonly string[]): Promise<void> {
  await inParallel(ids.length, 16, async (index) => {
    const id = ids[index] ?? '';
    await contender.submit(id);
    await contender.answers(id);
  });
}

/** In milliseconds. */
export async function measureMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Rotates the order in each round, so that no contender always comes first. */
export const rotated = <T>(items: readonly T[], by: number): T[] => {
  const from = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
};
