// @ts-check
/**
 * `node packages/bundle.js` writes what a package ships beside the declarations of tsc: a file per entry of its
 * `exports`, one with everything these need at once, and one per thing that is loaded later. Node takes longer to find
 * and link fifty small files than to run them, and who starts a process per request, or per test, pays that every time.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * @param {string} name
 * @param {Record<string, string>} input
 * @param {{ name: string, test: RegExp, priority: number }[]} [apart] - what must not come with the rest
 */
async function bundle(name, input, apart = []) {
  const cwd = fileURLToPath(new URL(`${name}/`, import.meta.url));
  const { dependencies, peerDependencies } = JSON.parse(await readFile(`${cwd}package.json`, 'utf8'));
  const sources = await rolldown({
    cwd,
    input,
    platform: 'node',
    // Not even ours: the packages share classes.
    external: Object.keys({ ...dependencies, ...peerDependencies }).map((other) => new RegExp(`^${other}(?:/|$)`)),
    tsconfig: 'tsconfig.json',
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
    [
      { name: 'contract', test: /src\/contract\//, priority: 1 },
      { name: 'endpoints', test: /src\/contract\/endpoints\.ts$/, priority: 2 },
    ],
  ),
  bundle('passport', { index: 'src/index.ts' }),
  bundle('nestjs', { index: 'src/index.ts' }),
  bundle('emulator', { index: 'src/index.ts', cli: 'src/cli.ts' }),
]);
