/** Builds the desk into a folder, its only argument: one script, one style sheet, one page. Fails when it is too big to open fast. */
const { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { gzipSync } = require('node:zlib');
const { buildSync } = require('esbuild');

const maxGzippedBytes = 150 * 1024;
const [, , target] = process.argv;

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
buildSync({
  entryPoints: [
    { in: join(__dirname, 'main.tsx'), out: 'app' },
    { in: join(__dirname, 'app.css'), out: 'app' },
  ],
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: false,
  format: 'esm',
  target: 'es2022',
  tsconfig: join(__dirname, 'tsconfig.json'),
  legalComments: 'none',
  logLevel: 'warning',
});
for (const file of ['index.html', 'icon.svg']) cpSync(join(__dirname, file), join(target, file));

const gzippedBytes = readdirSync(target)
  .map((file) => gzipSync(readFileSync(join(target, file))).length)
  .reduce((sum, bytes) => sum + bytes, 0);
if (gzippedBytes > maxGzippedBytes) {
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  throw new Error(`the desk has ${kib(gzippedBytes)} gzipped, of ${kib(maxGzippedBytes)} that it may have`);
}
