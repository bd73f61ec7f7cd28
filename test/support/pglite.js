/**
 * Replaces `@electric-sql/pglite` in tests: a new database is a copy of one that `initdb` created once on this machine.
 * `initdb` takes 5 seconds of CPU time in WebAssembly, and most tests of the shop start a new database.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '../../node_modules/@electric-sql/pglite/dist/index.js';

export * from '../../node_modules/@electric-sql/pglite/dist/index.js';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const create = PGlite.create.bind(PGlite);

/** @returns {Promise<Blob>} */
async function emptyDatabase() {
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8'));
  const file = join(modules, `.cache/pglite-${version}-closed.tar`);
  if (!existsSync(file)) {
    await mkdir(join(modules, '.cache'), { recursive: true });
    const folder = await mkdtemp(join(modules, '.cache/pglite-'));
    // Closed first, because a copy of an open database has to recover, as after a crash.
    const database = await create(join(folder, 'data'));
    await database.close();
    await promisify(execFile)('tar', ['-cf', join(folder, 'data.tar'), '-C', join(folder, 'data'), '.']);
    // Renamed, so that another process that does the same cannot read an incomplete file.
    await rename(join(folder, 'data.tar'), file);
    await rm(folder, { recursive: true });
  }
  return new Blob([await readFile(file)]);
}

// PGlite itself calls this with an object while it runs `initdb`.
PGlite.create = async (dataDir = 'memory://', options = {}) => {
  const isNew = typeof dataDir === 'string' && !existsSync(join(dataDir, 'PG_VERSION'));
  return create(dataDir, isNew ? { ...options, loadDataDir: await emptyDatabase() } : options);
};
