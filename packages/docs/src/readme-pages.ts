import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pagesFolder, prefix, repository, root } from './site.js';
import type { Language } from './site.js';

/** The packages whose README is all there is to say. */
const packages = ['doctor', 'codemod'];
export const packagePages = packages.map((name) => `packages/${name}`);

const readmeOf = (name: string, language: Language): string =>
  `packages/${name}/README${language === 'ko' ? '.ko' : ''}.md`;

/** A link of a README, as it has to be on the site: to the page of that package, else to the repository. */
function link(target: string, name: string, language: Language): string {
  const file = target.startsWith(`${repository}/blob/main/`)
    ? target.slice(`${repository}/blob/main/`.length)
    : /^(https?:|#)/.test(target)
      ? undefined
      : `packages/${name}/${target}`;
  if (file === undefined) return target;
  const [, other, anchor = ''] = /^packages\/([\w-]+)\/README(?:\.ko)?\.md(#.*)?$/.exec(file) ?? [];
  if (other === undefined || !packages.includes(other)) return `${repository}/blob/main/${file}`;
  return `/${prefix(language)}packages/${other}${anchor}`;
}

/** The README of a package as a page: the site can be searched as a whole, and the text stays in one place. */
function readmePage(name: string, language: Language): string {
  const file = readmeOf(name, language);
  const text = readFileSync(`${root}${file}`, 'utf8')
    .replace(/^\[(?:한국어|English)\]\(.*\)\n+/m, '')
    .replaceAll(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${link(target, name, language)})`);
  return `---\nreadme: ${file}\n---\n\n${text}`;
}

export function writeReadmePages(language: Language): void {
  mkdirSync(`${pagesFolder}${prefix(language)}packages`, { recursive: true });
  for (const name of packages)
    writeFileSync(`${pagesFolder}${prefix(language)}packages/${name}.md`, readmePage(name, language));
}
