/** Runs the faults (`npm run faults`). jest is the runner and the judge here. */
const runnerConfig = require('../support/runner-config.cjs');

module.exports = runnerConfig('faults', 'faults/erp.ts', 1_200_000);
