import TestSequencer from '@jest/test-sequencer';

/** What takes longest, the longest first. */
const longest = [
  'test/setups',
  'test/sample',
  'test/packaging',
  'pages/accessibility',
  'proofs/one-refresh',
  'proofs/night-job',
  'attacks/chromium',
  'sample/start',
  'sample/link',
  'pages/walk',
  'stores/mysql',
  'pages/hostile',
  'pages/browser',
  'sample/after-login',
];

/**
 * Runs long files first, so that none of them runs alone at the end. Jest does this by the durations of the last run,
 * which a fresh clone does not have.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const index = longest.findIndex((name) => path.endsWith(`${name}.test.ts`));
      if (index >= 0) return index;
      return longest.length + (context.config.displayName?.name === 'slow' ? 0 : 1);
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
