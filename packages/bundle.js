// @ts-check
/**
 * `node packages/bundle.js` writes the JavaScript that a package ships; its declarations come from tsc. Each entry of
 * `exports` is a file, code that several entries need is another, and so is each part that is loaded later. Few files,
 * because Node needs about a millisecond to find and link each: serverless functions and tests pay that at every start.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { embed, licences, packageFolder, resolve } from './bundling.js';

/** What several entries need. Not the command line, which acts when it is loaded, nor webhooks and helpers, which few load. */
const shared = {
  name: 'core',
  tags: /** @type {['$initial']} */ (['$initial']),
  test: /^(?!.*src\/(?:bullmq|cli|nest-add|npx|opentelemetry|playwright|terminus|testing|(?:schematics|testing|webhooks|xray)\/[^/]+|xray)\.ts$)/,
};

/** That of the client is its entry `internal`. `index` has the tables of codes in addition, which take time to create. */
const sharedOfClient = {
  ...shared,
  test: /^(?!.*src\/(?:index|opentelemetry|webhooks\/[^/]+|(?:contract\/codes|errors)\/tables)\.ts$)/,
};

/**
 * @param {string} name
 * @param {Record<string, string>} input
 * @param {object} [special]
 * @param {object[]} [special.groups] - what belongs into one file
 * @param {string[]} [special.taken] - dependencies whose code is included, because we use only a few functions of them and
 * loading them would take longer
 */
async function bundle(name, input, { groups = [shared], taken = [] } = {}) {
  const cwd = fileURLToPath(packageFolder(name));
  const { dependencies, peerDependencies } = JSON.parse(await readFile(`${cwd}package.json`, 'utf8'));
  const sources = await rolldown({
    cwd,
    input,
    platform: 'node',
    // Ours too, as a rule: the packages share classes.
    external: Object.keys({ ...dependencies, ...peerDependencies })
      .filter((other) => !taken.includes(other))
      .map((other) => new RegExp(`^${other}(?:/|$)`)),
    resolve,
    tsconfig: 'tsconfig.json',
    plugins: [embed(cwd)],
  });
  await sources.write({
    dir: 'dist',
    chunkFileNames: 'chunks/[name].js',
    minifyInternalExports: false,
    sourcemap: true,
    banner: licences,
    // One entry of the client instead of two: `internal` has all that the other has.
    paths: { '@kakao-login/client': '@kakao-login/client/internal' },
    codeSplitting: { groups: Object.keys(input).length > 1 ? groups : [] },
  });
  await sources.close();
}

await Promise.all([
  bundle(
    'client',
    {
      index: 'src/index.ts',
      internal: 'src/internal.ts',
      'webhooks/index': 'src/webhooks/index.ts',
      opentelemetry: 'src/opentelemetry.ts',
    },
    { groups: [sharedOfClient] },
  ),
  bundle(
    'client',
    { 'contract/index': 'src/contract/index.ts', 'contract/endpoints': 'src/contract/endpoints.ts' },
    { groups: [] },
  ),
  bundle('passport', { index: 'src/index.ts' }, { taken: ['cookie'] }),
  bundle('vault', { index: 'src/index.ts', testing: 'src/testing.ts' }),
  bundle('nestjs', {
    index: 'src/index.ts',
    terminus: 'src/terminus.ts',
    testing: 'src/testing.ts',
    bullmq: 'src/bullmq.ts',
    xray: 'src/xray.ts',
    'nest-add': 'src/nest-add.ts',
    cli: 'src/cli.ts',
  }),
  bundle(
    'emulator',
    { index: 'src/index.ts', testing: 'src/testing.ts', playwright: 'src/playwright.ts', cli: 'src/cli.ts' },
    { taken: ['@kakao-login/client'] },
  ),
  bundle('doctor', { index: 'src/index.ts', cli: 'src/cli.ts' }),
  bundle('codemod', { index: 'src/index.ts', cli: 'src/cli.ts' }),
]);
