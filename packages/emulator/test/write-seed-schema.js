// @ts-check
/** `node packages/emulator/test/write-seed-schema.js` writes `seed.schema.json`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const { outputFiles } = await build({
  entryPoints: [path('seed-json-schema.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  conditions: ['@kakao-login/source'],
});
const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
const { seedJsonSchema } = await import(`data:text/javascript;base64,${code}`);
const filepath = path('../seed.schema.json');
const text = JSON.stringify(seedJsonSchema(), undefined, 2);
await writeFile(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
