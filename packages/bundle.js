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

/**
 * What several entries need. Not the command line, which acts when it is loaded, nor webhooks, helpers and the tables of
 * codes, which few load.
 */
const shared = {
  name: 'core',
  tags: /** @type {['$initial']} */ (['$initial']),
  test: /^(?!.*src\/(?:bullmq|cli|nest-add|npx|opentelemetry|playwright|terminus|testing|(?:schematics|testing|webhooks|xray)\/[^/]+|(?:codes|errors)\/tables|xray)\.ts$)/,
};

/**
 * @param {string} name
 * @param {Record<string, string>} input
 * @param {object} [special]
 * @param {{ name: string, test: RegExp, priority: number }[]} [special.apart] - parts that do not belong to the shared file
 * @param {string[]} [special.taken] - dependencies whose code is included, because we use only a few functions of them and
 * loading them would take longer
 */
async function bundle(name, input, { apart = [], taken = [] } = {}) {
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
    sourcemap: true,
    banner: licences,
    // One entry of the client instead of two: `internal` has all that the other has.
    paths: { '@kakao-login/client': '@kakao-login/client/internal' },
    codeSplitting: { groups: Object.keys(input).length > 1 ? [shared, ...apart] : [] },
  });
  await sources.close();
}

await Promise.all([
  bundle(
    'client',
    {
      index: 'src/index.ts',
      'contract/index': 'src/contract/index.ts',
      'contract/endpoints': 'src/contract/endpoints.ts',
      internal: 'src/internal.ts',
      'webhooks/index': 'src/webhooks/index.ts',
      opentelemetry: 'src/opentelemetry.ts',
    },
    { apart: [{ name: 'contract', test: /src\/contract\/(?!codes\/tables)/, priority: 1 }] },
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
