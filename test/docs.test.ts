import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  korean,
  packageFolders,
  pagesBelow,
  pagesFolder,
  readmes,
  sitePages,
  translated,
  untranslated,
} from './support/documents.js';
import { blocksOf, proseOf, read } from './support/markdown.js';
import { root } from './support/packages.js';

const everything = [...readmes, ...readmes.map(korean), ...untranslated];

describe('English and Korean have the same content', () => {
  /** Removes the comments of TypeScript, shell, Python and YAML. */
  const withoutComments = (code: string) =>
    code
      .replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)(\/\/|#).*$/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  /** Keeps only the arrows of a diagram, because its texts are translated. */
  const arrows = (code: string) => code.replaceAll(/(:| as |Note over |alt|else|opt|loop).*$/gm, '$1');
  /** The inline code of a text, sorted, because the order of words differs between the languages. */
  const codeIn = (text: string) => [...new Set(text.match(/`[^`]+`/g))].sort();
  const sections = (file: string) => proseOf(file).split(/^(?=#{1,4} )/m);
  const tables = (file: string) =>
    [...proseOf(file).matchAll(/^\|.*\|$/gm)].map(([row]) => ({
      cells: row.replaceAll('\\|', '').split('|').length,
      code: codeIn(row),
    }));

  test('the site has the same pages in both', () => {
    const inKorean = pagesBelow(pagesFolder).filter((path) => !path.startsWith('en/'));
    expect(inKorean.map((path) => `${pagesFolder}${path}`)).toEqual(sitePages.map(korean));
  });

  test.each(translated)('%s: the same sections in the same order', (file) => {
    const levels = (text: string) => [...text.matchAll(/^(#{1,4}) /gm)].map((match) => match[1]?.length);
    expect(levels(proseOf(korean(file)))).toEqual(levels(proseOf(file)));
  });

  test.each(translated)('%s: the same code, except for comments', (file) => {
    const shown = (path: string) =>
      blocksOf(path).map(({ language, file, code }) => ({
        language,
        file,
        code: language === 'mermaid' ? arrows(code) : withoutComments(code),
      }));
    expect(shown(korean(file))).toEqual(shown(file));
  });

  test.each(translated)('%s: the same tables', (file) => {
    expect(tables(korean(file))).toEqual(tables(file));
  });

  test.each(translated)('%s: each section names the same code', (file) => {
    expect(sections(korean(file)).map(codeIn)).toEqual(sections(file).map(codeIn));
  });
});

const short = readmes.filter((file) => file !== 'sample/README.md');
test.each([...short, ...short.map(korean)])('%s has at most 150 lines', (file) => {
  expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

test.each([...everything, ...sitePages])('%s names only commands that exist', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(file).matchAll(/\bnpm (?:run (?:--silent )?([a-z][\w:]*)|(start|test)\b)/g)];
  expect(named.map(([, run, short]) => run ?? short ?? '').filter((name) => scripts[name] === undefined)).toEqual([]);
});

describe('the links of the documents work', () => {
  const repository = 'https://github.com/kakao-login/kakao-login-node';
  const site = 'https://kakao-login.github.io/kakao-login-node/';

  const anchorsOf = (file: string): string[] =>
    [...proseOf(file).matchAll(/^#{1,4} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    );

  /** The file and the anchor that a link leads to. `undefined` for other sites and for pages that GitHub generates. */
  function targetOf(link: string, from: string): { file: string; anchor: string } | undefined {
    const [address = '', anchor = ''] = link.split('#');
    if (address.startsWith(repository)) {
      const path = address.slice(repository.length);
      if (/^(\.git|\/issues|\/releases\/latest\/download\/.+)$/.test(path)) return undefined;
      const file = path.replace(/^\/(blob|tree)\/main\//, '');
      return { file: file === '' ? 'README.md' : file, anchor: anchor === 'readme' ? '' : anchor };
    }
    if (address.startsWith(site)) {
      const page = address.slice(site.length).replace(/(^|\/)$/, '$1index');
      if (page.startsWith('en/reference')) return undefined; // generated from the sources when the site is built
      // The error codes are also generated: `packages/docs/test/build.test.ts` checks them.
      return { file: `${pagesFolder}${page}.md`, anchor: page.endsWith('errors') ? '' : anchor };
    }
    if (/^(https?|mailto):/.test(address)) return undefined;
    return { file: address === '' ? from : join(dirname(from), address), anchor };
  }

  const isBroken = (link: string, from: string): boolean => {
    const target = targetOf(link, from);
    if (target === undefined) return false;
    if (!existsSync(join(root, target.file))) return true;
    return target.anchor !== '' && !anchorsOf(target.file).includes(decodeURIComponent(target.anchor));
  };

  const linksOf = (file: string): string[] =>
    [...proseOf(file).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  /** URLs of the repository and of the site, in links, texts and code. */
  const addressesOf = (file: string): string[] =>
    (read(file).match(/https:\/\/[\w.]+\/(?:kakao-login\/)?kakao-login-node\b[^\s)>"'`]*/g) ?? []).map((address) =>
      address.replace(/[.,;:]+$/, ''),
    );

  test.each(everything)('%s', (file) => {
    const links = new Set([...linksOf(file), ...addressesOf(file)]);
    expect([...links].filter((link) => isBroken(link, file))).toEqual([]);
  });

  // The site's `build.test.ts` checks the links between its pages.
  test.each([...sitePages, ...sitePages.map(korean)])('%s, outside the site', (file) => {
    expect(addressesOf(file).filter((link) => isBroken(link, file))).toEqual([]);
  });

  test.each(packageFolders)('%s, on its npm page, where relative links to other folders do not work', (folder) => {
    const strays = ['README.md', 'README.ko.md'].flatMap((name) =>
      linksOf(`${folder}/${name}`).filter((link) => link.startsWith('../')),
    );
    expect(strays).toEqual([]);
    expect(JSON.parse(read(`${folder}/package.json`))).toMatchObject({
      homepage: `${repository}/tree/main/${folder}#readme`,
      bugs: { url: `${repository}/issues` },
      repository: { type: 'git', url: `git+${repository}.git`, directory: folder },
    });
  });
});
