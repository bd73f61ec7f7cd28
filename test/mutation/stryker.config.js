// @ts-nocheck
import { area } from './areas.js';

export default {
  mutate: process.env['MUTATE']?.split(',') ?? area.sources,
  // In place, because the links in `node_modules` lead to the packages in this folder.
  inPlace: true,
  testRunner: 'jest',
  testRunnerNodeArgs: [
    '--require',
    './test/support/preload.cjs',
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ],
  jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Mutants in code that runs while a module loads would each need their own process.
  ignoreStatic: true,
  concurrency: 1,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 20_000,
  timeoutFactor: 4,
  reporters: ['clear-text', 'progress-append-only', ...(process.env['REPORT'] === undefined ? [] : ['json'])],
  jsonReporter: { fileName: process.env['REPORT'] ?? '' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
