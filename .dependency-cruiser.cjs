/** Where files still need each other for their types. Whoever ends such a circle takes its line away. */
const typeCircles = ['^packages/emulator/src/'];

/**
 * The arrows of the house: sample → nestjs → passport → client ← (contract only) emulator.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other, even for their types only, are one file, or lack a third.',
      severity: 'error',
      from: { pathNot: typeCircles },
      to: { circular: true },
    },
    {
      name: 'no-circular-at-run-time',
      severity: 'error',
      from: { path: typeCircles },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'client-knows-no-framework',
      severity: 'error',
      from: { path: '^packages/client/src' },
      to: { path: ['^packages/(passport|nestjs|emulator)/', 'node_modules/(@nestjs|passport)'] },
    },
    {
      name: 'passport-knows-no-nest',
      severity: 'error',
      from: { path: '^packages/passport/src' },
      to: { path: ['^packages/(nestjs|emulator)/', 'node_modules/@nestjs'] },
    },
    {
      name: 'nestjs-knows-no-emulator',
      severity: 'error',
      from: { path: '^packages/nestjs/src' },
      to: { path: '^packages/emulator/' },
    },
    {
      name: 'emulator-sees-the-contract-only',
      comment: 'Two halves that share code also share its mistakes.',
      severity: 'error',
      from: { path: '^packages/emulator/src' },
      to: { path: '^packages/(client/src/(?!contract/)|passport|nestjs)' },
    },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported by its name, never by a path into its src/.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|sample|test)/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'one-file-imports-axios',
      severity: 'error',
      from: { path: '^(packages|sample)/', pathNot: '^packages/(client/src/transport/axios\\.ts$|[^/]+/test/)' },
      to: { path: 'node_modules/axios', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-do-not-import-tests',
      severity: 'error',
      from: { path: '^(packages/[^/]+/src|sample)/' },
      to: { path: '^(test/|packages/[^/]+/test/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@kakao-login/source', 'import', 'default', 'types'],
    },
    moduleSystems: ['es6'],
  },
};
