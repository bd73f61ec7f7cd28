import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts `vite-tsconfig-paths` into a project. The template of Nest 12 has it for path aliases, and uses none. */
export async function standInForAliases(modules: string): Promise<void> {
  const folder = join(modules, 'vite-tsconfig-paths');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(folder, 'index.js'), "export default () => ({ name: 'paths' });");
}
