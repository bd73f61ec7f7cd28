/** Closes a run with the one line that tools read: `N passed, N failed`. A suite that could not start counts as failed. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    // On exit, because Jest prints its own summary after every reporter's turn.
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`));
  }
}
