/** Runs Schemathesis (`npm run schemathesis`). jest starts and stops the service here, and is the judge. */
const { projects } = require('../../jest.config.cjs');

const e2e = projects.find(({ displayName }) => displayName === 'e2e');

module.exports = {
  ...e2e,
  displayName: 'schemathesis',
  testMatch: ['<rootDir>/test/schemathesis/description.ts'],
  testTimeout: 900_000,
};
