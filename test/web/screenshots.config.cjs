/** Takes the pictures of the desk (`npm run screenshots`). jest is only the runner here. */
const { projects } = require('../../jest.config.cjs');

const e2e = projects.find(({ displayName }) => displayName === 'e2e');

module.exports = {
  ...e2e,
  displayName: 'screenshots',
  testMatch: ['<rootDir>/test/web/screenshots.ts'],
  testTimeout: 120_000,
};
