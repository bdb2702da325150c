/** The very last line of a run, alone on its line: `N passed, N failed`, counted in tests. */
class ClosingLine {
  onRunStart() {
    process.once('exit', () => process.stdout.write(`\n${this.line ?? '0 passed, 1 failed'}\n`));
  }

  /** A file that could not run has no tests to count: it is one failed. */
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, runExecError } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites + (runExecError ? 1 : 0);
    this.line = `${String(numPassedTests)} passed, ${String(failed)} failed`;
  }
}

module.exports = ClosingLine;
