/**
 * unit: no server, no network. workflow: the time-skipping server. e2e: a dev server, with the real processes where
 * the story needs them. What a file under another folder needs of a server, it says by `.integration.test.ts`.
 */
const swc = (syntax) => [
  '@swc/jest',
  {
    jsc: { parser: { syntax }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const { accessSync, constants } = require('node:fs');
const { delimiter, join } = require('node:path');

/** Whether one of these programs is on the PATH. @param file one that is looked at first; empty for none */
function isThere(names, file = '') {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [file, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))].some((one) => {
    try {
      accessSync(one, constants.X_OK);
      return one !== '';
    } catch {
      return false;
    }
  });
}

const notRun = [];
/** As `test/web/browser.ts` looks for it. */
if (!isThere(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], process.env.CHROMIUM)) {
  notRun.push('/test/web/.+\\.integration\\.test\\.ts$');
  process.stderr.write('Not run: the tests in a browser. Install Chromium, or name it as CHROMIUM.\n');
}
if (!isThere(['python3'])) {
  notRun.push('/test/.*tryton[^/]*\\.test\\.ts$');
  process.stderr.write('Not run: the tests with Tryton. Install Python 3.11 or later with its venv module.\n');
}

/** Node requires them as they are, jest does not. */
const esModules = 'jose|oauth4webapi|openid-client|saxen';

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '\\.tsx?$': swc('typescript'), [`/node_modules/(${esModules})/.+\\.js$`]: swc('ecmascript') },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist(\\.\\w+)?/', '<rootDir>/var/', '<rootDir>/.cache/'],
};
const servers = { ...shared, globalSetup: '<rootDir>/test/support/global-setup.ts' };
const integration = '<rootDir>/test/**/*.integration.test.ts';

module.exports = {
  // Many files wait most of their time, for processes that start and for what must not happen too early.
  maxWorkers: 4,
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  // jest takes a time-out here only, not per project. Only what hangs takes as long.
  testTimeout: 600_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.cjs'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/(workflows|e2e)/', '\\.integration\\.test\\.ts$'],
    },
    { ...servers, displayName: 'workflow', testMatch: ['<rootDir>/test/workflows/**/*.test.ts'] },
    {
      ...shared,
      globalSetup: '<rootDir>/test/support/e2e-setup.ts',
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts', integration],
      testPathIgnorePatterns: ['/node_modules/', ...notRun],
    },
  ],
};
