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

/** As `test/web/browser.ts` looks for it. */
function isBrowserThere() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = [process.env.CHROMIUM ?? '', ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
  return files.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return file !== '';
    } catch {
      return false;
    }
  });
}

const inBrowser = '/test/web/.+\\.integration\\.test\\.ts$';
const notRun = isBrowserThere() ? [] : [inBrowser];
if (notRun.length > 0)
  process.stderr.write('Not run: the tests in a browser. Install Chromium, or name it as CHROMIUM.\n');

/** Node requires them as they are, jest does not. */
const esModules = 'jose|oauth4webapi|openid-client';

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
  maxWorkers: 2,
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
