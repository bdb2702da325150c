import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOnce, type Wish } from '../../dev/processes/make-once';
import { makeFolder } from '../support/processes/fake-executables';

describe('what is made once a machine', () => {
  let folder: ReturnType<typeof makeFolder>;
  let target: string;
  let made: number;
  const make = async (unfinished: string): Promise<void> => {
    made += 1;
    await writeFile(join(unfinished, 'part'), '');
  };
  const wish = (more: Partial<Wish> = {}): Wish => ({ target, what: 'it', make, say: () => undefined, ...more });

  beforeEach(() => {
    folder = makeFolder();
    target = join(folder.path, 'cache', 'thing');
    made = 0;
  });
  afterEach(() => {
    folder.remove();
  });

  test('is made by the first who asks, and found by all others', async () => {
    await makeOnce(wish());
    await makeOnce(wish());
    expect(made).toBe(1);
    expect(readdirSync(target)).toEqual(['part']);
  });

  test('is made by one of those who ask at once; the others say that they wait', async () => {
    const said: string[] = [];
    await Promise.all([1, 2, 3].map(() => makeOnce(wish({ say: (line) => said.push(line) }))));
    expect(made).toBe(1);
    expect(said.filter((line) => line === 'waiting for another process that prepares it')).toHaveLength(2);
  });

  test('is not there when its making fails, and the next one makes it', async () => {
    const fails = async (unfinished: string): Promise<void> => {
      await make(unfinished);
      throw new Error('the disk is full');
    };
    await expect(makeOnce(wish({ make: fails }))).rejects.toThrow('the disk is full');
    expect(readdirSync(join(folder.path, 'cache'))).toEqual([]);
    await makeOnce(wish());
    expect(made).toBe(2);
  });

  test('is made from the start where an earlier making was cut off', async () => {
    mkdirSync(`${target}.unfinished`, { recursive: true });
    writeFileSync(join(`${target}.unfinished`, 'half'), '');
    await makeOnce(wish());
    expect(readdirSync(target)).toEqual(['part']);
    expect(existsSync(`${target}.unfinished`)).toBe(false);
  });

  test('is not waited for any longer when the start is stopped', async () => {
    const stop = new AbortController();
    let finish = (): void => undefined;
    let first = Promise.resolve();
    await new Promise<void>((begun) => {
      const never = (): Promise<void> =>
        new Promise((resolve) => {
          finish = resolve;
          begun();
        });
      first = makeOnce(wish({ make: never }));
    });
    const second = makeOnce(wish({ signal: stop.signal, say: () => stop.abort() }));
    await expect(second).rejects.toThrow(/abort/);
    finish();
    await first;
  });
});
