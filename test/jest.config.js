import { dirname } from 'node:path';

/** TypeScript as it stands, on ES modules and on the packages' sources: nothing is built first. */
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

/** Sources import each other as `.js`, the name that tsc gives them. */
const moduleNameMapper = {
  '^(\\.{1,2}/.*)\\.js$': '$1',
  '^@electric-sql/pglite$': '<rootDir>/test/support/pglite.js',
};

/**
 * Tests of the packages that drive a browser, run programs and servers, start many applications, or repeat one thing many times.
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
  // No test is about how long it takes. This only ends one that hangs, also on a slow machine.
  testTimeout: 240_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['packages/*/src/**/*.{ts,tsx}', '!packages/docs/**'],
  // A table by folder and file, without the files that are covered whole. Nothing is written.
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
        // terminus 12 serves both.
        '^@nestjs/(?!terminus)([^/]+)(/.*)?$': '<rootDir>/test/nest11/node_modules/@nestjs/$1$2',
      },
      // A process of its own finds Nest 12; the schematic and the command load no Nest.
      testMatch: [
        '<rootDir>/packages/nestjs/test/**/*.test.ts',
        ...['cli', 'fresh-projects', 'import-cost', 'nest-add'].map((name) => `!**/${name}.test.ts`),
      ],
    },
  ],
};
