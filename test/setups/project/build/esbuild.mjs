import { build } from 'esbuild';
import { optional } from './optional.mjs';

/** Bundled CommonJS modules need `require` in an ES module. */
const js = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
for (const format of ['esm', 'cjs']) {
  await build({
    entryPoints: ['src/main.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    outfile: `dist/alone/esbuild.${format === 'esm' ? 'mjs' : 'cjs'}`,
    external: optional,
    ...(format === 'esm' && { banner: { js } }),
  });
}
