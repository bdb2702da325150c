/**
 * Runs one of the project's programs in this process: `launch.cjs [--build] <file> [arguments]`. With `--build` dist/
 * is brought up to date first. Who asks for help waits for no build: it comes from the sources, where they are.
 * Plain JavaScript, since it runs before anything is compiled; production runs it without the sources.
 */
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** From now on a file of ours in TypeScript can be required as it is written. */
function readTypeScript() {
  let swc;
  try {
    swc = require('@swc/core');
  } catch {
    fail('The packages of the project are missing: run "npm ci" first.');
  }
  const options = {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    swcrc: false,
  };
  require.extensions['.ts'] = (module, filename) => {
    const { code } = swc.transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
    module._compile(code, filename);
  };
}

const isHelp = (args) => args.includes('--help') || args.includes('-h');

/** Sets the exit code of this process when it fails. */
async function build() {
  readTypeScript();
  await require('../adapters/env.ts').runMain(() => require('./build/build.ts').build());
}

function run(name, args) {
  const file = join(root, name);
  const source = join(root, name.replace(/^dist\/(.*)\.js$/, '$1.ts'));
  process.argv = [process.execPath, file, ...args];
  if (source.endsWith('.ts') && (file === source || isHelp(args)) && existsSync(source)) {
    readTypeScript();
    require(source);
  } else if (existsSync(file)) {
    require(file);
  } else {
    fail(`${name} is missing: run "npm run build" first.`);
  }
}

async function launch([first, ...rest]) {
  const isBuilding = first === '--build';
  const [name, ...args] = isBuilding ? rest : [first, ...rest];
  if (isBuilding && !isHelp(args)) await build();
  if (!process.exitCode) run(name, args);
}

void launch(process.argv.slice(2));
