/**
 * Builds the desk into a folder, its only argument: the page with its script and its style sheet, the page on which a
 * project is written, which is loaded when it is opened, and what is loaded only with a file: the worker that reads it,
 * and the templates. Fails when something is too big to open fast.
 */
const { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { gzipSync } = require('node:zlib');
const { buildSync } = require('esbuild');

const [, , target] = process.argv;
const templates = join(__dirname, 'templates');
const maxGzippedBytes = { desk: 60 * 1024, writing: 24 * 1024, worker: 24 * 1024 };
const shared = {
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: false,
  target: 'es2022',
  tsconfig: join(__dirname, 'tsconfig.json'),
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
buildSync({
  ...shared,
  entryPoints: [
    { in: join(__dirname, 'main.tsx'), out: 'app' },
    { in: join(__dirname, 'app.css'), out: 'app' },
  ],
  format: 'esm',
  // What both pages need is `chunk.js`.
  splitting: true,
  chunkNames: '[name]',
});
for (const file of ['index.html', 'icon.svg']) cpSync(join(__dirname, file), join(target, file));

const sizeOf = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(target, file))).length, 0);
function check(what, bytes, most) {
  const kib = (count) => `${(count / 1024).toFixed(1)} KiB`;
  if (bytes > most) throw new Error(`the ${what} has ${kib(bytes)} gzipped, of ${kib(most)} that it may have`);
}
const onOpening = readdirSync(target).filter((file) => file !== 'writing.js');
check('desk', sizeOf(onOpening), maxGzippedBytes.desk);
check('page on which a project is written', sizeOf(['writing.js']), maxGzippedBytes.writing);

buildSync({ ...shared, entryPoints: [{ in: join(__dirname, 'files', 'worker.ts'), out: 'files' }], format: 'iife' });
check('reader of files', sizeOf(['files.js']), maxGzippedBytes.worker);
cpSync(templates, target, { recursive: true });
