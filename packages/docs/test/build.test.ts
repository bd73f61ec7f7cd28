import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packages } from '../../../test/support/packages.js';
import { anchors } from '../src/errors-page.js';
import { written } from '../src/navigation.js';
import { boostDocument } from '../src/search.js';
import { languages, pagesFolder, prefix, repository, root } from '../src/site.js';

const base = '/kakao-login-node/';
let out: string;
/** The built pages by their path below `base`: `en/errors.html`. */
let built: Map<string, string>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'docs-'));
  // What `npm run docs` runs.
  const script = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
  const run = [...script, 'packages/docs/src/main.ts', '--out', out];
  await promisify(execFile)(process.execPath, run, { cwd: root }).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`The site does not build:\n${stdout}${stderr}`);
    },
  );
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
  built = new Map(
    await Promise.all(
      files.map(async (path): Promise<[string, string]> => [path, await readFile(join(out, path), 'utf8')]),
    ),
  );
});
afterAll(() => rm(out, { recursive: true, force: true }));

const page = (path: string): string => built.get(`${path}.html`) ?? '';
const ids = (html: string): Set<string> =>
  new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => decodeURIComponent(id)));

describe.each(languages)('the site in %s', (language) => {
  test('has a built page for every line of the navigation', () => {
    expect(written.filter((path) => page(`${prefix(language)}${path}`) === '')).toEqual([]);
  });

  test('explains every error code where error.docs leads to', () => {
    const found = ids(page(`${prefix(language)}errors`));
    expect(anchors.length).toBeGreaterThan(150);
    expect(anchors.filter((anchor) => !found.has(anchor))).toEqual([]);
  });
});

test.each(languages)('the search in %s finds error codes', async (language) => {
  const chunks = join(out, 'assets/chunks');
  const name = `@localSearchIndex${language === 'ko' ? 'root' : language}.`;
  const [file = ''] = readdirSync(chunks).filter((chunk) => chunk.startsWith(name));
  const code = await readFile(join(chunks, file), 'utf8');
  expect(code).toContain(`${base}${prefix(language)}errors#koe006"`);
});

test('in the search, a guide comes before the reference', () => {
  expect(boostDocument(`${base}en/reference/@kakao-login/vault#logout`)).toBeLessThan(
    boostDocument(`${base}en/recipes/logout`),
  );
  // VitePress passes it to the browser as text.
  expect(page('en/errors')).toContain(boostDocument.name);
});

test.each(languages)('the flows in %s are drawn', (language) => {
  const diagrams = page(`${prefix(language)}flows`).match(
    /<figure [^>]*class="diagram"[^>]*aria-label="[^"]+"[^>]*><svg /g,
  );
  expect(diagrams).toHaveLength(3);
});

test('every block of code is in a box that scrolls', () => {
  expect([...built].filter(([, html]) => /<pre(?! class="shiki)/.test(html)).map(([path]) => path)).toEqual([]);
});

test('labels of Korean pages are Korean', () => {
  expect(page('flows').match(/Skip to content|Switch to|Copy Code|On this page|Next page|Previous page/g)).toBeNull();
  expect(page('tutorial/nest')).toContain('title="코드 복사"');
  expect(page('tutorial/nest').match(/Copy Code/g)).toBeNull();
});

test('every page is in the navigation', () => {
  const pages = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !/^(en\/)?(packages|reference)\//.test(path))
    .map((path) => path.replace(/^en\//, '').replace(/\.md$/, ''));
  expect(pages.filter((path) => path !== 'index' && !written.includes(path))).toEqual([]);
});

test('every link within the site leads to a page, and to a heading of it', () => {
  const broken = [...built].flatMap(([from, html]) =>
    [...html.matchAll(/\shref="([^"]+)"/g)].flatMap(([, href = '']) => {
      const { pathname, hash, origin } = new URL(href, `http://site${base}${from}`);
      if (origin !== 'http://site') return [];
      const target = pathname
        .slice(base.length)
        .replace(/(^|\/)$/, '$1index')
        .replace(/\.html$/, '');
      const html = built.get(`${target}.html`);
      if (html === undefined) return existsSync(join(out, target)) ? [] : [`${from}: ${href}`];
      return hash === '' || ids(html).has(decodeURIComponent(hash.slice(1))) ? [] : [`${from}: ${href}`];
    }),
  );
  expect([...new Set(broken)]).toEqual([]);
});

test('every link into the repository leads to a file', () => {
  const files = new RegExp(`\\shref="${repository}/(?:blob|tree)/main/([^"#]+)`, 'g');
  const named = new Set([...built.values()].flatMap((html) => [...html.matchAll(files)].map(([, file = '']) => file)));
  expect(named.size).toBeGreaterThan(50);
  expect([...named].filter((file) => !existsSync(join(root, decodeURI(file))))).toEqual([]);
});

/** The public surfaces of the packages, as reports that `npm run api` writes: `client.contract.api.md`. */
const reports = packages.flatMap((name) =>
  readdirSync(join(root, 'packages', name))
    .filter((file) => file.endsWith('.api.md'))
    .map((file) => ({
      module: file.slice(0, -'.api.md'.length).replaceAll('.', '/'),
      path: join(root, 'packages', name, file),
    })),
);
test.each(reports)('the reference describes everything that @kakao-login/$module exports', async ({ module, path }) => {
  const report = await readFile(path, 'utf8');
  const names = report.matchAll(/^export (?:abstract )?(?:class|const|function|interface|namespace|type) (\w+)/gm);
  const exported = [...names].map(([, name = '']) => name);
  const headings = page(`en/reference/@kakao-login/${module}`).matchAll(/<h3 [^>]*>(.*?)<a /g);
  const described = [...headings].flatMap(
    ([, heading = '']) => heading.replaceAll(/<[^>]+>/g, ' ').match(/\w+/g) ?? [],
  );
  expect(exported.length).toBeGreaterThan(0);
  expect(exported.filter((name) => !described.includes(name))).toEqual([]);
});

test('parts that pages include from other files are there', () => {
  expect([...built].filter(([, html]) => html.includes('@include')).map(([path]) => path)).toEqual([]);
});

test('no page loads anything from another site', () => {
  const loaded = [...built.values()].flatMap((html) =>
    [
      ...html.matchAll(
        /<(?:script|img|link|iframe)\b[^>]*\s(?:src|href)="([^"]+)"|@import[^;]*|url\((https?:[^)]*)\)/g,
      ),
    ].map(([whole, address]) => address ?? whole),
  );
  expect([...new Set(loaded)].filter((address) => !address.startsWith(base))).toEqual([]);
});

test('llms.txt lists every page in the order of the sidebar, and leads to its Markdown', async () => {
  const text = await readFile(join(out, 'llms.txt'), 'utf8');
  const links = [...text.matchAll(/\(https:\/\/[^/]+(\/[^)]+)\)/g)].map(([, path = '']) => path.slice(base.length));
  const pages = (['en', 'ko'] as const).flatMap((language) => written.map((path) => `${prefix(language)}${path}.md`));
  expect(links).toEqual(pages);
  expect(links.filter((path) => !existsSync(join(out, path)))).toEqual([]);
});

test('llms-full.txt has every page once, in English', async () => {
  const text = await readFile(join(out, 'llms-full.txt'), 'utf8');
  const addresses = [...text.matchAll(/^url: '?(\S+?)'?$/gm)].map(([, address = '']) => address);
  const pages = ['', ...written].map((path) => `/en${path && '/'}${path}.md`);
  expect(addresses.map((address) => new URL(address).pathname.slice(base.length - 1)).sort()).toEqual(pages.sort());
});
