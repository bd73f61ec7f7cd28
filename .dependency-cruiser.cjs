/** The places of the emulator, from the top down. A file imports from its own line and from those below it. */
const emulatorPlaces = [
  '(index|testing|playwright|cli|create)\\.ts',
  'server/',
  'control/',
  'state/',
  'world\\.ts',
  'faults/',
  '(kauth|apps)/',
  '(kapi|accounts)/',
  'contract/',
  'seed/(?!types\\.ts)',
  '(webhooks/(?!events\\.ts)|http/|context\\.ts|request-log\\.ts|refusal\\.ts|scrub\\.ts)',
  '(store|pages)/',
  '(seed/types|webhooks/events|guesses|lazy|nearest|package-file)\\.ts',
].map((place) => `^packages/emulator/src/${place}`);

/**
 * The arrows of the house: sample → nestjs → passport and vault → client ← (contract only) emulator; docs → client.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other, even for their types only, are one file, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'client-knows-no-framework',
      severity: 'error',
      from: { path: '^packages/client/src' },
      to: { path: ['^packages/(passport|vault|nestjs|emulator)/', 'node_modules/(@nestjs|passport)'] },
    },
    {
      name: 'vault-knows-the-client-only',
      severity: 'error',
      from: { path: '^packages/vault/src' },
      to: { path: ['^packages/(passport|nestjs|emulator)/', 'node_modules/(@nestjs|passport)'] },
    },
    {
      name: 'passport-knows-no-nest',
      severity: 'error',
      from: { path: '^packages/passport/src' },
      to: { path: ['^packages/(vault|nestjs|emulator)/', 'node_modules/@nestjs'] },
    },
    {
      name: 'nestjs-knows-no-emulator',
      comment: 'Except its testing module, which loads it when it is used.',
      severity: 'error',
      from: { path: '^packages/nestjs/src', pathNot: '^packages/nestjs/src/testing/' },
      to: { path: '^packages/emulator/' },
    },
    {
      name: 'emulator-sees-the-contract-only',
      comment: 'Two halves that share code also share its mistakes.',
      severity: 'error',
      from: { path: '^packages/emulator/src' },
      to: { path: '^packages/(client/src/(?!contract/)|passport|vault|nestjs)' },
    },
    ...emulatorPlaces.slice(1).map((place, index) => ({
      name: 'emulator-from-the-top-down',
      comment: 'A place that needs one above it gets what it needs passed in.',
      severity: 'error',
      from: { path: place },
      to: { path: emulatorPlaces.slice(0, index + 1) },
    })),
    {
      name: 'emulator-file-has-a-place',
      comment: 'A new file or folder gets a line in emulatorPlaces.',
      severity: 'error',
      from: { path: '^packages/emulator/src/', pathNot: emulatorPlaces },
      to: {},
    },
    {
      name: 'emulator-import-has-a-place',
      comment: 'As above, for a file that imports nothing itself.',
      severity: 'error',
      from: {},
      to: { path: '^packages/emulator/src/', pathNot: emulatorPlaces },
    },
    {
      name: 'doctor-knows-client-and-passport',
      severity: 'error',
      from: { path: '^packages/doctor/src' },
      to: { path: ['^packages/(vault|nestjs|emulator)/', 'node_modules/@nestjs'] },
    },
    {
      name: 'nobody-needs-the-doctor',
      severity: 'error',
      from: { path: '^(packages/(?!doctor/)[^/]+/src|sample)/' },
      to: { path: '^packages/doctor/' },
    },
    {
      name: 'codemod-stands-alone',
      comment: 'It brings jscodeshift, which nobody else should install.',
      severity: 'error',
      from: { path: '^(packages/(?!codemod/)[^/]+/src|sample)/' },
      to: { path: ['^packages/codemod/', 'node_modules/(@types/)?jscodeshift'] },
    },
    {
      name: 'codemod-needs-no-package-of-ours',
      severity: 'error',
      from: { path: '^packages/codemod/src/' },
      to: { path: '^packages/(?!codemod/)' },
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
      name: 'nobody-imports-the-site',
      severity: 'error',
      from: { pathNot: '^packages/docs/' },
      to: { path: '^packages/docs/' },
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
