/** The very last line of a run, alone on its line: `N passed, N failed`, counted in tests. */
const { writeSync } = require('node:fs');

class ClosingLine {
  passed = 0;
  failed = 0;
  isComplete = false;

  /** A run that is ended from outside has failed; it says what had passed by then. */
  onRunStart() {
    process.once('exit', () => {
      const failed = this.failed + (this.isComplete ? 0 : 1);
      // Not process.stdout: the default reporter holds back what is written there during a run.
      writeSync(1, `\n${String(this.passed)} passed, ${String(failed)} failed\n`);
    });
    process.once('SIGTERM', () => process.exit(143));
  }

  /** A file that could not run has no tests to count: it is one failed. */
  onTestResult(_test, _result, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    this.passed = numPassedTests;
    this.failed = numFailedTests + numRuntimeErrorTestSuites;
  }

  onRunComplete(_contexts, { runExecError }) {
    this.isComplete = !runExecError;
  }
}

module.exports = ClosingLine;
