/** The parts of `dist/`: the sources of each part, the files that it writes, and the script that builds it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fingerprint, filesUnder } from './fingerprint';

/** A JavaScript file that runs to its end. */
export interface Script {
  readonly file: string;
  readonly args: readonly string[];
}

export interface Part {
  readonly name: 'code' | 'bundle' | 'desk';
  /** The name that people read. */
  readonly label: string;
  /** The files that it is made of, as paths in the project. */
  readonly sources: (root: string) => string[];
  /** Whether a file of `dist/` is of this part. */
  readonly owns: (name: string) => boolean;
  /** What makes it in the folder `target`, in which the parts before it are there already. */
  readonly script: (root: string, target: string) => Script;
}

/** Holds what each part was made of; no part owns it. */
export const recordFile = '.built.json';
const bundleFiles: readonly string[] = ['workflow-bundle.js', 'workflow-bundle-sealing.js'];

const Config = z.looseObject({ include: z.array(z.string()) });

/** The folders that are compiled. */
const codeFolders = (root: string): string[] =>
  Config.parse(JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'))).include;

const listFiles = (root: string, folders: readonly string[]): string[] =>
  folders.flatMap((folder) => filesUnder(join(root, folder)).map((name) => join(folder, name)));

const codeSources = (root: string): string[] =>
  listFiles(root, codeFolders(root)).filter((name) => name.endsWith('.ts'));

/** The folders from which the workflows' bundle and the desk are made. A test holds both against what their bundlers read. */
const bundleFolders = ['workflows', 'worker', join('adapters', 'http'), join('adapters', 'temporal')] as const;
const deskFolders = ['web', 'client', join('workflows', 'contract')] as const;

/** In the order in which they are built, because the bundle is built from compiled code. */
export const parts: readonly Part[] = [
  {
    name: 'code',
    label: 'code',
    sources: codeSources,
    owns: (name) => name !== recordFile && !bundleFiles.includes(name) && !name.startsWith(join('web', '/')),
    script: (root, target) => ({
      file: join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'),
      args: [
        ...['-p', join(root, 'tsconfig.build.json'), '--outDir', target],
        ...['--tsBuildInfoFile', join(target, '.tsbuildinfo')],
      ],
    }),
  },
  {
    name: 'bundle',
    label: 'workflow bundles',
    sources: (root) => listFiles(root, bundleFolders),
    owns: (name) => bundleFiles.includes(name),
    script: (_, target) => ({ file: join(target, 'worker', 'bundle.js'), args: [] }),
  },
  {
    name: 'desk',
    label: 'desk',
    sources: (root) => listFiles(root, deskFolders),
    owns: (name) => name.startsWith(join('web', '/')),
    script: (root, target) => ({ file: join(root, 'web', 'build.cjs'), args: [join(target, 'web')] }),
  },
];

/** The inputs of all parts. Another Node, other packages or another build script rebuild everything. */
export const fingerprintTools = (root: string): string => {
  const names = [
    'package-lock.json',
    join('node_modules', '.package-lock.json'),
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  return `${process.version} ${fingerprint(root, [...names, ...listFiles(root, [join('dev', 'build')])])}`;
};

/** Returns the compiled files whose source no longer exists, because Node would still find them. */
export function findOrphans(root: string, target: string): string[] {
  const outputs = new Set(
    codeSources(root)
      .filter((name) => !name.endsWith('.d.ts'))
      .map((name) => name.replace(/\.ts$/, '.js')),
  );
  const [code] = parts;
  return filesUnder(target)
    .filter((name) => code?.owns(name) && /\.js(\.map)?$/.test(name))
    .filter((name) => !outputs.has(name.replace(/\.map$/, '')));
}
