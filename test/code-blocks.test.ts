import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { createKakaoEmulator } from '@kakao-login/emulator';
import { sqlVaultSchema } from '@kakao-login/vault';
import { renderMermaidSVG } from 'beautiful-mermaid';
import ts from 'typescript';
import { parseDocument } from 'yaml';
import { korean, translated, untranslated } from './support/documents.js';
import { blocksOf, read, type Block } from './support/markdown.js';
import { describeWith } from './support/needs.js';
import { root } from './support/packages.js';
import { ambient, prelude, untyped } from './support/reader.js';

/** `docs.test.ts` checks that both languages have the same code, except for comments and the texts of diagrams. */
const everything = [...translated, ...translated.map(korean), ...untranslated];
const inEnglish = [...translated, ...untranslated].flatMap(blocksOf);
const of = (...languages: string[]): Block[] => inEnglish.filter(({ language }) => languages.includes(language));

const folder = join(root, 'test', 'docs');
const strict = ((): ts.CompilerOptions => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent({ ...config.config, files: [], include: [] }, ts.sys, root).options;
})();
/** Checks JavaScript as an editor does, for Node and for browsers. */
const loose: ts.CompilerOptions = {
  ...strict,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  allowJs: true,
  checkJs: true,
  strict: false,
  noUncheckedIndexedAccess: false,
  noPropertyAccessFromIndexSignature: false,
};

/** The compiler errors of each file. Nothing is written to disk. */
function check(files: ReadonlyMap<string, string>, options: ts.CompilerOptions): Map<string, string[]> {
  const disk = ts.createCompilerHost(options);
  const folders = new Set([...files.keys()].map(dirname));
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    directoryExists: (path) => folders.has(path) || ts.sys.directoryExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = files.get(path);
      return text === undefined ? disk.getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map(
    [...files.keys()].map((path) => {
      const file = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [
        path,
        found.map(({ start = 0, messageText }) => {
          const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
          return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
        }),
      ];
    }),
  );
}

/** The code of a block. For a diff, the code after the change. */
const textOf = ({ language, code }: Block): string =>
  language === 'diff' ? code.replaceAll(/^-.*\n/gm, '').replaceAll(/^[ +]/gm, '') : code;

describe.each([
  { name: 'TypeScript', blocks: of('ts', 'diff'), extension: 'ts', options: strict, given: [ambient, prelude] },
  { name: 'JavaScript', blocks: of('js'), extension: 'js', options: loose, given: [untyped] },
])('$name compiles', ({ blocks, extension, options, given }) => {
  /** The named files of a page can import each other. All other blocks are separate. */
  const pathOf = (index: number) => {
    const { file = `block-${index}.${extension}`, place = '' } = blocks[index] ?? {};
    return join(folder, place.replace(/\.md:\d+$/, ''), file);
  };
  const pathOfGiven = (index: number) => join(folder, `given-${index}.d.ts`);
  let complaints: Map<string, string[]>;

  beforeAll(() => {
    const files = new Map(blocks.map((block, index) => [pathOf(index), `${textOf(block)}\nexport {};\n`]));
    for (const [index, text] of given.entries()) files.set(pathOfGiven(index), text);
    complaints = check(files, options);
  });

  test.each(blocks.map(({ place }, index) => ({ place, index })))('$place', ({ index }) => {
    expect(complaints.get(pathOf(index))).toEqual([]);
  });

  test('the declarations that the blocks rely on compile', () => {
    expect(given.flatMap((_, index) => complaints.get(pathOfGiven(index)) ?? [])).toEqual([]);
  });
});

test.each(of('ts', 'js'))('$place imports each module once', ({ code }) => {
  const modules = [...code.matchAll(/^(?:import|\} from).*'([^']+)';$/gm)].map(([, name]) => name);
  expect(modules).toEqual([...new Set(modules)]);
});

test.each(of('json'))('$place is JSON', ({ code }) => {
  expect(() => JSON.parse(code) as unknown).not.toThrow();
});

test.each(of('yaml'))('$place is YAML', ({ code }) => {
  const { errors, warnings } = parseDocument(code);
  expect([...errors, ...warnings].map(({ message }) => message)).toEqual([]);
});

/** The errors that a program prints for a block, which it reads from standard input. */
function complaintOf(program: string, args: readonly string[], input: string): string {
  const { status, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

const noPython = 'No Python: install it (Debian: apt-get install python3).';
describeWith(has('python3', '--version') ? undefined : noPython)('Python', () => {
  test.each(of('python'))('$place', ({ code }) => {
    expect(complaintOf('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], code)).toBe('');
  });
});

const noGo = 'No gofmt: install Go (Debian: apt-get install golang-go).';
describeWith(has('gofmt') ? undefined : noGo)('Go', () => {
  test.each(of('go'))('$place', ({ code }) => {
    expect(complaintOf('gofmt', [], code)).toBe('');
  });
});

describe('SQL', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(() => database.close());

  test.each(of('sql'))('$place runs in PostgreSQL', async ({ code }) => {
    await expect(database.exec(code)).resolves.toBeDefined();
  });

  test('the table of the vault is the one that `sqlVaultSchema` returns', () => {
    const [shown] = of('sql').filter(({ place }) => place.includes('vault/stores.md'));
    expect(shown?.code.trim()).toBe(sqlVaultSchema('postgresql'));
  });
});

/** The texts of a line that the sequence diagram must show. `undefined` if the line is not part of such a diagram. */
function textsOf(line: string): string[] | undefined {
  if (/^(sequenceDiagram|end)$/.test(line)) return [];
  const [, text] = /^(?:participant \w+ as|\w+-{1,2}>>\w+:|Note over [\w,]+:|alt|else|opt|loop) (.+)$/.exec(line) ?? [];
  return text === undefined ? undefined : [text];
}

test.each(everything.flatMap(blocksOf).filter(({ language }) => language === 'mermaid'))(
  '$place is a diagram that shows all of its texts',
  ({ code }) => {
    const svg = renderMermaidSVG(code);
    const lines = code.trim().split('\n');
    const drawn = (text: string): boolean =>
      svg.includes(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    expect(lines.filter((line) => textsOf(line.trim())?.every(drawn) !== true)).toEqual([]);
  },
);

test('nginx: `nginx.test.ts` runs the only block', () => {
  expect(of('nginx').map(({ place }) => place.replace(/:\d+$/, ''))).toEqual([
    'packages/docs/pages/en/recipes/deployment.md',
  ]);
});

/** `shell.test.ts` runs `sh`. Blocks without a language are plain text. */
const checked = ['ts', 'diff', 'js', 'json', 'yaml', 'python', 'go', 'sql', 'mermaid', 'nginx', 'sh', ''];
test.each(everything)('%s has only blocks that are checked', (document) => {
  const blocks = blocksOf(document);
  expect(blocks.filter(({ language }) => !checked.includes(language))).toEqual([]);
  // The tests would not find blocks that are indented or have other fences.
  expect(read(document).match(/^[ >]*(?:```|~~~)/gm) ?? []).toHaveLength(2 * blocks.length);
});

test('the emulator has every path that the documents name', async () => {
  const texts = everything.map(read).join('\n');
  const addresses = texts.matchAll(/http:\/\/(?:localhost|kakao):8787(\/[\w/.-]*[\w/])?/g);
  const paths = [...new Set([...addresses].map(([, path = '/']) => path))];
  const emulator = await createKakaoEmulator();
  try {
    const isThere = async (path: string, method: string) =>
      (await fetch(emulator.url + path, { method })).status !== 404;
    const answers = paths.map(async (path) => ({
      path,
      found: (await isThere(path, 'GET')) || (await isThere(path, 'POST')),
    }));
    expect((await Promise.all(answers)).filter(({ found }) => !found)).toEqual([]);
    expect(paths.length).toBeGreaterThan(5);
  } finally {
    await emulator.close();
  }
});
