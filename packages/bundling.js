// @ts-check
import { readdir, readFile } from 'node:fs/promises';

/** @param {string} name */
export const packageFolder = (name) => new URL(`${name}/`, import.meta.url);

/** Resolves our packages to their sources, which need no build. */
export const resolve = { conditionNames: ['@kakao-login/source', 'import', 'node'] };

/**
 * Replaces the emulator's `src/package-file.ts` with the texts of the files.
 * @param {string} cwd
 * @returns {import('rolldown').Plugin}
 */
export const embed = (cwd) => ({
  name: 'embed',
  load: {
    filter: { id: /src\/package-file\.ts$/ },
    async handler() {
      const assets = await readdir(`${cwd}assets`, { recursive: true, withFileTypes: true });
      const paths = assets.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
      /** @type {Record<string, string>} */
      const texts = {};
      for (const path of [`${cwd}package.json`, `${cwd}seed.schema.json`, ...paths.toSorted()]) {
        texts[path.slice(cwd.length).replaceAll('\\', '/')] = await readFile(path, 'utf8');
      }
      return `const texts = ${JSON.stringify(texts, undefined, 2)};\nexport const packageFile = (name) => texts[name];\n`;
    },
  },
});

/**
 * Returns the licences of the included code. Licences such as MIT require their text in copies.
 * @param {import('rolldown').RenderedChunk} chunk
 */
export async function licences({ moduleIds }) {
  const folders = moduleIds.flatMap((id) => /^.+\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []);
  const texts = [...new Set(folders)].map(async (folder) => {
    const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
    return `/*!\n${await readFile(`${folder}/${file}`, 'utf8')}*/`;
  });
  return (await Promise.all(texts)).join('\n');
}
