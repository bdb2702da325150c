/** Plays on the cluster that `npm run cluster:check` has started: its story, and what lists, counts, searches and pages. */
const { reporters } = require('../../jest.config.cjs');
const runnerConfig = require('../support/runner-config.cjs');

/** The suites that need no server with a configuration of its own. */
const suites = ['alike', 'canary', 'gateway', 'open-index', 'records', 'search', 'unreadable'];

module.exports = {
  ...runnerConfig('cluster', `{cluster/story,api/{${suites.join(',')}}.integration.test}.ts`),
  reporters,
};
