/**
 * PGlite for tests, in place of `@electric-sql/pglite`: a new database is a copy of one that `initdb` made once on this
 * machine. Running `initdb` in WebAssembly takes 5 seconds of CPU time, and most tests of the shop start a new database.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '../../node_modules/@electric-sql/pglite/dist/index.js';

export * from '../../node_modules/@electric-sql/pglite/dist/index.js';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const create = PGlite.create.bind(PGlite);

/** @returns {Promise<Blob>} */
async function emptyDatabase() {
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8'));
  const file = join(modules, `.cache/pglite-${version}.tar`);
  if (existsSync(file)) return new Blob([await readFile(file)]);
  const database = await create();
  const dump = await database.dumpDataDir('none');
  await database.close();
  await mkdir(join(modules, '.cache'), { recursive: true });
  // Several processes may do this at the same time, and nobody may read half of a file.
  await writeFile(`${file}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
  await rename(`${file}.${process.pid}`, file);
  return dump;
}

// With an object PGlite calls itself, while it runs `initdb`.
PGlite.create = async (dataDir = 'memory://', options = {}) => {
  const isNew = typeof dataDir === 'string' && !existsSync(join(dataDir, 'PG_VERSION'));
  return create(dataDir, isNew ? { ...options, loadDataDir: await emptyDatabase() } : options);
};
