/**
 * `npm run docs` builds the site into `.vitepress/dist` (or `--out`), `npm run docs:dev` serves it and follows changes. Both run from
 * the sources of the packages.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { generate } from './generate.js';

const site = fileURLToPath(new URL('../', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});

await generate();
if (positionals[0] === 'dev') {
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
} else await build(site, values.out === undefined ? {} : { outDir: values.out });
