/**
 * Before each build: dist/ holds what today's sources make, nothing of a deleted or moved file (Node would still find
 * it). And where an output is missing, the compiler forgets what it knows: it would not write that file again.
 * Plain JavaScript, since it runs before anything is compiled.
 */
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join, sep } = require('node:path');
const { include } = require('../tsconfig.build.json');

const root = join(__dirname, '..');
const dist = join(root, 'dist');

const filesUnder = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []);

const outputs = new Set(
  include
    .flatMap((folder) => filesUnder(join(root, folder)).map((name) => join(folder, name)))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.replace(/\.ts$/, '.js')),
);

const compiled = filesUnder(dist).filter((name) => name.includes(sep) && /\.js(\.map)?$/.test(name));
for (const name of compiled.filter((name) => !outputs.has(name.replace(/\.map$/, '')))) rmSync(join(dist, name));
if ([...outputs].some((name) => !existsSync(join(dist, name)))) rmSync(join(dist, '.tsbuildinfo'), { force: true });
