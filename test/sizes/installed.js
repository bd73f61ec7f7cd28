// @ts-check
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ version?: string, link?: boolean, resolved?: string, dependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string> }} Entry
 */

const lock = new URL('../../package-lock.json', import.meta.url);
/** @type {{ packages: Record<string, Entry> }} */
const { packages } = JSON.parse(readFileSync(lock, 'utf8'));

/**
 * Where Node finds a dependency of the package in a folder: in that folder or in a parent folder.
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function find(folder, name) {
  const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
  const entry = packages[path];
  if (entry !== undefined) return entry.link ? entry.resolved : path;
  return folder === '' ? undefined : find(folder.replace(/(^|\/)[^/]+$/, ''), name);
}

/**
 * The folders of the packages that npm installs with one of ours: its dependencies and theirs, according to the lock
 * file. Peers are left out, because a service already has them.
 * @param {string} name such as `client`
 */
export function installedWith(name) {
  const own = `packages/${name}`;
  const found = new Set([own]);
  for (const folder of found) {
    const { dependencies, optionalDependencies } = packages[folder] ?? {};
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = find(folder, other);
      if (path !== undefined) found.add(path);
    }
  }
  found.delete(own);
  return [...found].sort();
}

/** @param {string} folder @returns the name of its package */
export const nameOf = (folder) =>
  folder.startsWith('packages/') ? folder.replace('packages', '@kakao-login') : folder.replace(/^.*node_modules\//, '');
