import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Adds a replacement for `vite-tsconfig-paths` to a project. The template of Nest 12 loads it for path aliases, but has
 * none.
 */
export async function standInForAliases(modules: string): Promise<void> {
  const folder = join(modules, 'vite-tsconfig-paths');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(folder, 'index.js'), "export default () => ({ name: 'paths' });");
}
