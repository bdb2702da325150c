/** Takes the pictures of the desk (`npm run screenshots`). jest is only the runner here. */
const runnerConfig = require('../support/runner-config.cjs');

module.exports = runnerConfig('screenshots', 'web/screenshots.ts');
