/** The configuration of a program that jest runs beside the suites: as the end-to-end tests, of one file. */
const { projects, testTimeout: usual } = require('../../jest.config.cjs');

const e2e = projects.find(({ displayName }) => displayName === 'e2e');

/** `file`: in `test/`; `testTimeout`: in milliseconds, where it is not that of the suites. */
module.exports = (displayName, file, testTimeout = usual) => ({
  ...e2e,
  displayName,
  testMatch: [`<rootDir>/test/${file}`],
  testTimeout,
});
