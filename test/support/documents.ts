import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './packages.js';

/** The folders of the packages on npm. */
export const packageFolders = [...packages, 'kakao-emulator'].map((name) => `packages/${name}`);

/** The English READMEs. The Korean ones are in the same folders. */
export const readmes = ['README.md', ...packageFolders.map((folder) => `${folder}/README.md`), 'sample/README.md'];

export const pagesFolder = 'packages/docs/pages/';

/** The pages of the site, except those that the build generates from READMEs and sources. */
export const pagesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !/^(en\/)?(packages|reference)\//.test(path))
    .sort();

export const sitePages = pagesBelow(`${pagesFolder}en`).map((path) => `${pagesFolder}en/${path}`);

/** Documents with a Korean translation. `docs.test.ts` checks that its code is the same. */
export const translated = [...readmes, ...sitePages];

export const korean = (file: string): string =>
  file.replace('README.md', 'README.ko.md').replace(`${pagesFolder}en/`, pagesFolder);

/** Documents for contributors, in English only. */
export const untranslated = [
  'CHANGELOG.md',
  '.github/CONTRIBUTING.md',
  '.github/PULL_REQUEST_TEMPLATE.md',
  '.github/SECURITY.md',
  'test/bench/README.md',
  'test/scoreboard/README.md',
  'test/sizes/README.md',
];
