/** Runs the faults (`npm run faults`). jest is the runner and the judge here. */
const { projects } = require('../../jest.config.cjs');

const e2e = projects.find(({ displayName }) => displayName === 'e2e');

module.exports = {
  ...e2e,
  displayName: 'faults',
  testMatch: ['<rootDir>/test/faults/erp.ts'],
  testTimeout: 300_000,
};
