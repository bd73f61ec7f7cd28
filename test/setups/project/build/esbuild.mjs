import { build } from 'esbuild';
import { optional } from './optional.mjs';

const [, , format, outfile] = process.argv;
/** CommonJS inside an ES module asks for a `require`. */
const js = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
await build({
  entryPoints: ['src/main.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format,
  outfile,
  external: optional,
  ...(format === 'esm' && { banner: { js } }),
});
