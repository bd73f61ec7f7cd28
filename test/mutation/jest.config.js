// @ts-nocheck
import config from '../jest.config.js';
import { area } from './areas.js';

const { displayName: _name, ...fast } = config.projects.find((project) => project.displayName === 'fast');

/** Stryker needs a single project. It contains the tests of the mutated package. */
export default {
  ...fast,
  testTimeout: config.testTimeout,
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: [
    ...area.tests.map((path) => `<rootDir>/${path}`),
    ...fast.testMatch.filter((path) => area.quickOnly && path.startsWith('!')),
  ],
};
