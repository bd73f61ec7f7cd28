import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './packages.js';

/** The folders of what npm publishes. */
export const packageFolders = [...packages, 'kakao-emulator'].map((name) => `packages/${name}`);

/** Each in English and, beside it, in Korean. */
export const readmes = ['README.md', ...packageFolders.map((folder) => `${folder}/README.md`), 'sample/README.md'];

export const pagesFolder = 'packages/docs/pages/';

/** The pages of the site, without those that are made from READMEs and sources when it is built. */
export const pagesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !/^(en\/)?(packages|reference)\//.test(path))
    .sort();

export const sitePages = pagesBelow(`${pagesFolder}en`).map((path) => `${pagesFolder}en/${path}`);

/** Documents that have a Korean translation with the same code, as `docs.test.ts` checks. */
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
