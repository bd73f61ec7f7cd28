// @ts-check
/**
 * `node packages/bundle.js` writes the JavaScript of the packages. Their declarations come from tsc. There is one file
 * for each entry of `exports`, one for code that several entries need, and one for each part that is loaded later. Few
 * files are better, because Node needs about a millisecond to find and link each one at every start.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { embed, licences, packageFolder, resolve } from './bundling.js';

/**
 * Code that several entries need. Without the command line, which runs when it is loaded, and without webhooks and
 * helpers, which few applications load.
 */
const shared = {
  name: 'core',
  tags: /** @type {['$initial']} */ (['$initial']),
  test: /^(?!.*src\/(?:bullmq|cli|nest-add|npx|opentelemetry|playwright|terminus|testing|(?:schematics|testing|webhooks|xray)\/[^/]+|xray)\.ts$)/,
};

/** In the client it is the entry `internal`. `index` also has the tables of codes, which take time to create. */
const sharedOfClient = {
  ...shared,
  test: /^(?!.*src\/(?:index|opentelemetry|webhooks\/[^/]+|(?:contract\/codes|errors)\/tables)\.ts$)/,
};

/**
 * @param {string} name
 * @param {Record<string, string>} input
 * @param {object} [special]
 * @param {object[]} [special.groups] - the modules that share a file
 * @param {string[]} [special.taken] - dependencies whose code is included, because we use only a few of their functions
 * and loading them would take longer
 */
async function bundle(name, input, { groups = [shared], taken = [] } = {}) {
  const cwd = fileURLToPath(packageFolder(name));
  const { dependencies, peerDependencies } = JSON.parse(await readFile(`${cwd}package.json`, 'utf8'));
  const sources = await rolldown({
    cwd,
    input,
    platform: 'node',
    // This includes our own packages, because they share classes.
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
    // One entry of the client instead of two, because `internal` has everything that the other has.
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
