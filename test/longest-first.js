import TestSequencer from '@jest/test-sequencer';

/** The slowest tests, the slowest first. */
const longest = [
  'test/setups',
  'pages/accessibility',
  'test/sample',
  'proofs/one-refresh',
  'nestjs/test/fresh-projects',
  'proofs/night-job',
  'sample/start',
  'sample/link',
  'test/shell',
  'test/seed-snippets',
  'test/packaging',
  'docs/test/build',
  'test/consent',
  'sample/after-login',
  'attacks/chromium',
  'test/test-runners',
  'pages/hostile',
  'pages/browser',
];

/**
 * Runs slow files first, so that none of them runs alone at the end. Jest orders files by the durations of the last
 * run, which a fresh clone does not have.
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
