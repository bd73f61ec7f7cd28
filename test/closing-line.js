/** Prints `N passed, N failed` at the end of a run, for tools. A suite that could not start counts as failed. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    // On exit, because Jest prints its summary after all reporters have run.
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`));
  }
}
