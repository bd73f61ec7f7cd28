// @ts-check
/**
 * `node packages/bundle.js` writes what a package ships beside the declarations of tsc: a file per entry of its
 * `exports`, one with everything these need at once, and one per thing that is loaded later. Node takes longer to find
 * and link fifty small files than to run them, and who starts a process per request, or per test, pays that every time.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * The emulator's `src/package-file.ts` with the texts in it.
 * @param {string} cwd
 * @returns {import('rolldown').Plugin}
 */
const embed = (cwd) => ({
  name: 'embed',
  load: {
    filter: { id: /src\/package-file\.ts$/ },
    async handler() {
      const assets = await readdir(`${cwd}assets`, { recursive: true, withFileTypes: true });
      const paths = assets.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
      /** @type {Record<string, string>} */
      const texts = {};
      for (const path of [`${cwd}package.json`, `${cwd}seed.schema.json`, ...paths.toSorted()]) {
        texts[path.slice(cwd.length).replaceAll('\\', '/')] = await readFile(path, 'utf8');
      }
      return `const texts = ${JSON.stringify(texts, undefined, 2)};\nexport const packageFile = (name) => texts[name];\n`;
    },
  },
});

/**
 * @param {string} name
 * @param {Record<string, string>} input
 * @param {object} [special]
 * @param {{ name: string, test: RegExp, priority: number }[]} [special.apart] - what must not come with the rest
 * @param {string[]} [special.taken] - dependencies whose code comes along, so that their files need not be found: data, and
 * the few functions that are used of a library
 */
async function bundle(name, input, { apart = [], taken = [] } = {}) {
  const cwd = fileURLToPath(new URL(`${name}/`, import.meta.url));
  const { dependencies, peerDependencies } = JSON.parse(await readFile(`${cwd}package.json`, 'utf8'));
  const sources = await rolldown({
    cwd,
    input,
    platform: 'node',
    // Ours too, as a rule: the packages share classes.
    external: Object.keys({ ...dependencies, ...peerDependencies })
      .filter((other) => !taken.includes(other))
      .map((other) => new RegExp(`^${other}(?:/|$)`)),
    resolve: { conditionNames: ['@kakao-login/source', 'import', 'node'] },
    tsconfig: 'tsconfig.json',
    plugins: [embed(cwd)],
  });
  await sources.write({
    dir: 'dist',
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    keepNames: true,
    // The command line acts when it is loaded.
    codeSplitting: { groups: [{ name: 'core', tags: ['$initial'], test: /^(?!.*src\/cli\.ts$)/ }, ...apart] },
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
    },
    {
      apart: [
        { name: 'contract', test: /src\/contract\//, priority: 1 },
        { name: 'endpoints', test: /src\/contract\/endpoints\.ts$/, priority: 2 },
      ],
    },
  ),
  bundle('passport', { index: 'src/index.ts' }),
  bundle('vault', { index: 'src/index.ts' }),
  bundle('nestjs', { index: 'src/index.ts', testing: 'src/testing.ts' }),
  bundle(
    'emulator',
    { index: 'src/index.ts', testing: 'src/testing.ts', playwright: 'src/playwright.ts', cli: 'src/cli.ts' },
    { taken: ['@kakao-login/client', 'valibot'] },
  ),
]);
