/** A Procore as a process of its own, and its reins. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from '@swc/core';
import type { Call, FromProcore, ToProcore } from './program';
import type { World } from './world';

export type { Call } from './program';

export interface Procore {
  readonly url: string;
  change(change: Partial<World>): Promise<void>;
  act(act: NonNullable<ToProcore['act']>): Promise<void>;
  /** The API calls that reached it, refused ones too; tokens not among them. */
  calls(): Promise<readonly Call[]>;
  tokensGiven(): Promise<number>;
  world(): Promise<World>;
  stop(): Promise<void>;
}

const files = ['program', 'world'];

async function compile(folder: string): Promise<string> {
  for (const name of files) {
    const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
    const text = await readFile(join(__dirname, `${name}.ts`), 'utf8');
    const { code } = await transform(text, { jsc, module: { type: 'commonjs' } });
    await writeFile(join(folder, `${name}.js`), code);
  }
  return join(folder, 'program.js');
}

type Told = Extract<FromProcore, { readonly id: number }>;

export async function startProcore(world: Partial<World> = {}): Promise<Procore> {
  const folder = await mkdtemp(join(tmpdir(), 'procore-'));
  const child = fork(await compile(folder), { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  let asked = 0;
  const waiting = new Map<number, (told: Told) => void>();
  child.on('message', (told: Told) => {
    waiting.get(told.id)?.(told);
    waiting.delete(told.id);
  });
  const ask = (order: Omit<ToProcore, 'id'> = {}): Promise<Told> =>
    new Promise((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      child.send({ id: asked, ...order });
    });
  await ask({ change: world });
  return {
    url: `http://127.0.0.1:${port}`,
    calls: async () => (await ask()).calls,
    tokensGiven: async () => (await ask()).tokensGiven,
    world: async () => (await ask()).world,
    change: async (change) => {
      await ask({ change });
    },
    act: async (act) => {
      await ask({ act });
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}
