/** What ships with us: few packages, each with its reason, and none under a licence that asks for more than its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8');

interface Entry {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};

const allowed = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0'];

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
/** The packages that the desk imports, which come with its bundle. */
const bundled = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .flatMap((name) => [...readFileSync(join(root, 'web', name), 'utf8').matchAll(/(?:^import| from) '([^.'][^']*)';/gm)])
  .map(([, module = '']) => module.split('/')[0] ?? '');
const inBundle = [...new Set(bundled)].sort();
const shipped = Object.entries(packages).filter(
  ([path, { dev, devOptional }]) =>
    path !== '' && ((dev !== true && devOptional !== true) || inBundle.includes(nameOf(path))),
);
/** `name licence` of each package whose licence is not allowed as it is. */
const others = shipped
  .filter(([, { license = '' }]) => !license.split(' AND ').every((one) => allowed.includes(one)))
  .map(([path, { license }]) => `${nameOf(path)} ${license ?? 'unnamed'}`);

/** The first cells of the table whose heading row begins so. */
const firstCells = (heading: string): string[] => {
  const table = page.split(/\n\n/).find((block) => block.startsWith(heading)) ?? '';
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
};

test('at most 17 packages are depended on, each in one exact version and with its reason', () => {
  const names = Object.keys(dependencies);
  expect(names.length).toBeLessThanOrEqual(17);
  expect(firstCells('| package                 | why')).toEqual(names);
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("every package of the desk's bundle has its reason too", () => {
  expect(firstCells('| package     | why')).toEqual(inBundle);
});

test('every package that ships has an allowed licence, but for those named with a reason', () => {
  expect(shipped.length).toBeGreaterThan(100);
  expect(others).toEqual(['caniuse-lite CC-BY-4.0', 'fs-monkey Unlicense', 'unionfs unnamed']);
  const text = readFileSync(join(root, 'node_modules', 'unionfs', 'LICENSE'), 'utf8');
  expect(text).toMatch(/^This is free and unencumbered software released into the public domain\./);
  expect(firstCells('| package        | licence')).toEqual(others.map((line) => line.split(' ')[0]));
});

test('the page names every licence that is allowed', () => {
  expect(allowed.filter((licence) => !page.includes(licence))).toEqual([]);
});
