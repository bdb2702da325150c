/** Runs Schemathesis (`npm run schemathesis`). jest starts and stops the service here, and is the judge. */
const runnerConfig = require('../support/runner-config.cjs');

module.exports = runnerConfig('schemathesis', 'schemathesis/description.ts', 900_000);
