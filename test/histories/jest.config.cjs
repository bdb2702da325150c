/** Records the stories, on a dev server (see CONTRIBUTING.md). jest is only the runner here. */
const runnerConfig = require('../support/runner-config.cjs');

module.exports = runnerConfig('histories', 'histories/record.ts');
