import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiCodes, koeCodes, loginCodes } from '@kakao-login/client';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a reader of the READMEs has already: blocks that stand for a line in the middle of a program use these names. */
const prelude = `
import type { KakaoClient, KakaoError, KakaoId, TokenResponse } from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import type { Express } from 'express';
declare global {
  const app: Express;
  const kakao: KakaoClient;
  const emulator: KakaoEmulator;
  const accessToken: string;
  const userId: KakaoId;
  const tokens: TokenResponse;
  const options: KakaoModuleOptions;
  const wholesaleOptions: KakaoModuleOptions;
  const nativeAppKey: string;
  interface Member {
    name: string;
    kakaoId: KakaoId;
  }
  class MemberRepository {
    find(kakaoId: KakaoId): Promise<Member | null>;
    findOrCreate(kakaoId: KakaoId, name: string, email?: string): Promise<Member>;
  }
  class MembersModule {}
}
export {};
`;
/** What a Nest application has installed, and this repository has not. */
const ambient = `
declare module '@nestjs/config' {
  export class ConfigService {
    getOrThrow(name: string): string;
  }
}
`;

interface Block {
  /** \`README.md:42\`: where a reader finds it. */
  place: string;
  code: string;
}

/** Every block of TypeScript in a Markdown file. */
function blocksOf(file: string): Block[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    code: match[1] ?? '',
  }));
}

/** The compiler's complaints, by the file that is complained of. Nothing is written to disk. */
function check(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, files: [], include: [] }, ts.sys, root);
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
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

const readmes = ['README.md', 'README.ko.md'];
const others = ['client', 'passport', 'nestjs', 'emulator']
  .map((name) => `packages/${name}/README.md`)
  .filter((file) => existsSync(join(root, file))); // packaging.test.ts wants them all
const blocks = [...readmes, ...others].flatMap(blocksOf);
const pathOf = (index: number) => join(root, 'test', 'docs', `block-${index}.ts`);
let complaints: Map<string, string[]>;

beforeAll(() => {
  const files = new Map(blocks.map(({ code }, index) => [pathOf(index), `${code}\nexport {};\n`]));
  files.set(join(root, 'test', 'docs', 'ambient.d.ts'), ambient);
  complaints = check(files.set(join(root, 'test', 'docs', 'prelude.d.ts'), prelude));
});

describe('a reader can copy the code of the READMEs', () => {
  test.each(blocks.map(({ place }, index) => ({ place, index })))('$place', ({ index }) => {
    expect(complaints.get(pathOf(index))).toEqual([]);
  });

  test('what stands for the rest of the program compiles as well', () => {
    expect(complaints.get(join(root, 'test', 'docs', 'prelude.d.ts'))).toEqual([]);
  });
});

describe('the two READMEs are equals', () => {
  const [english, korean] = readmes.map(blocksOf);

  test('they show the same code', () => {
    const withoutWords = (code: string) => code.replaceAll(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '').replaceAll(/\s+/g, ' ');
    expect(korean?.map(({ code }) => withoutWords(code))).toEqual(english?.map(({ code }) => withoutWords(code)));
  });

  test('they have the same chapters, one for one', () => {
    const levels = (file: string) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/^(#{1,3}) /gm)].map((match) => match[1]?.length);
    expect(levels('README.ko.md')).toEqual(levels('README.md'));
  });
});

test.each(readmes)('%s names commands that exist', (file) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/\bnpm (?:run )?(?!ci\b|install\b)([a-z:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  expect(named).toEqual(expect.arrayContaining(['start', 'test', 'bench']));
});

describe('what the READMEs point at is there', () => {
  test.each([...readmes, ...others])('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });

  test.each(readmes)('every chapter that %s links to inside itself exists', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll('`', '')
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-');
    const chapters = new Set([...text.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading = '']) => slug(heading)));
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = '']) => decodeURIComponent(link));
    expect(links.filter((link) => !chapters.has(link))).toEqual([]);
  });
});

describe('the table of error codes is the one that the code has', () => {
  const statuses: Record<string, { status: number }> = { ...koeCodes, ...apiCodes, ...loginCodes };

  test.each(readmes)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const told = [...text.matchAll(/^\| `([\w-]+)` +\| (\d{3}) +\|/gm)].map(([, code, status]) => ({
      code,
      status,
    }));
    const real = told.map(({ code = '' }) => ({ code, status: String(statuses[code]?.status) }));
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(real);
  });
});
