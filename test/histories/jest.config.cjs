/** Records the stories, on a dev server (see CONTRIBUTING.md). jest is only the runner here. */
const { projects } = require('../../jest.config.cjs');

const e2e = projects.find(({ displayName }) => displayName === 'e2e');

module.exports = {
  ...e2e,
  displayName: 'histories',
  testMatch: ['<rootDir>/test/histories/record.ts'],
};
