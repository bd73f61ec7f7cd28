import { dirname } from 'node:path';

/** Runs TypeScript as ES modules, from the packages' sources, without a build. */
const common = {
  rootDir: dirname(import.meta.dirname),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@kakao-login/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: 'preact' },
          },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/** Sources import each other with the extension `.js`, which tsc writes. */
const moduleNameMapper = {
  '^(\\.{1,2}/.*)\\.js$': '$1',
  '^@electric-sql/pglite$': '<rootDir>/test/support/pglite.js',
};

/**
 * Tests of the packages that use a browser, run programs or servers, start many applications, or repeat a step many
 * times.
 */
const slow = [
  'client/test/{errors,import,refusals}',
  'codemod/test/{cli,comments,login,migrate}',
  'docs/test/build',
  'doctor/test/{cli,diagnose,pairs,read,secrets}',
  'emulator/test/{cli,control,control-page,executable,image,long-input}',
  'emulator/test/pages/{accessibility,browser,console,hostile,keyboard,screen-reader,walk}',
  'emulator/test/sdk/browser',
  'nestjs/test/{account,apps,auto-login,boot,cli,consent,consent-vault,exception-filter,expired-tokens,fresh-projects}',
  'nestjs/test/{graphql,import-cost,passport-options,patterns,services,shutdown,terminus,testing-module}',
  'nestjs/test/{tickets,two-applications,vault,xray}',
  'passport/test/{callback-urls,cookies,every-error,import-cost,public-types}',
  'vault/test/import-cost',
  'vault/test/proofs/*',
  'vault/test/stores/{embedded,mysql,postgresql,redis,suite}',
].map((path) => `**/packages/${path}.test.ts`);

export default {
  rootDir: common.rootDir,
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/closing-line.js'],
  testSequencer: '<rootDir>/test/longest-first.js',
  // Ends a test that hangs, even on a slow machine. No test measures its own duration.
  testTimeout: 240_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['packages/*/src/**/*.{ts,tsx}', '!packages/docs/**'],
  // A table by folder and file, without the files that are fully covered. It writes no files.
  coverageReporters: [['text', { skipFull: true, maxCols: 120 }], 'text-summary'],
  projects: [
    {
      ...common,
      displayName: 'fast',
      moduleNameMapper,
      testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', ...slow.map((path) => `!${path}`)],
    },
    {
      ...common,
      displayName: 'slow',
      moduleNameMapper,
      testMatch: ['<rootDir>/{test,sample/test}/**/*.test.ts', ...slow],
    },
    {
      ...common,
      displayName: 'nest 11',
      moduleNameMapper: {
        ...moduleNameMapper,
        // terminus 12 supports both.
        '^@nestjs/(?!terminus)([^/]+)(/.*)?$': '<rootDir>/test/nest11/node_modules/@nestjs/$1$2',
      },
      // Child processes find Nest 12, and the schematic and the command do not load Nest.
      testMatch: [
        '<rootDir>/packages/nestjs/test/**/*.test.ts',
        ...['cli', 'fresh-projects', 'import-cost', 'nest-add'].map((name) => `!**/${name}.test.ts`),
      ],
    },
  ],
};
