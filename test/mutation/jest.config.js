// @ts-nocheck
import config from '../jest.config.js';
import { area } from './areas.js';

const { displayName: _name, ...fast } = config.projects.find((project) => project.displayName === 'fast');

/** Stryker wants one project. It has the tests of the package that is mutated. */
export default {
  ...fast,
  testTimeout: config.testTimeout,
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: [
    ...area.tests.map((path) => `<rootDir>/${path}`),
    ...fast.testMatch.filter((path) => area.quickOnly && path.startsWith('!')),
  ],
};
