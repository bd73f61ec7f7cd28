import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from './index.js';
import type { MigrationReport } from './index.js';
import { version } from './version.js';

const texts = {
  ko: {
    help: `kakao-login-codemod [migrate] [경로…] [--dry-run]
  passport-kakao, passport-kakao-login, axios로 직접 만든 로그인을 Kakao Login for Node로 옮깁니다.
  소스 파일과 package.json을 바꾸고, 알 수 없는 곳에는 TODO(kakao-login) 주석을 남깁니다.

  --dry-run   바꿀 파일만 보여 줍니다
  --version
  --help

종료 코드: 끝나면 0, 옵션이나 파일이 잘못되었으면 2.
`,
    changed: (count: number, isDry: boolean) => `파일 ${count}개를 ${isDry ? '바꿀 예정입니다' : '바꾸었습니다'}.`,
    todos: (count: number) => `직접 확인할 곳이 ${count}곳 있습니다. TODO(kakao-login)을 검색하세요.`,
    failed: 'UTF-8로 된 JavaScript나 TypeScript로 읽지 못해 그대로 두었습니다:',
    manual: '바꾸지 않았습니다. Vue, Svelte, Astro 파일은 직접 옮기세요:',
    kept: (path: string, packages: string) => `${path}에 ${packages} 패키지가 남아 있습니다. 아직 임포트하는 파일:`,
    noPackageFile: (packages: string) => `package.json이 없습니다. 설치할 패키지: npm install ${packages}`,
    install: '패키지를 설치하고 테스트를 실행하세요.',
    wrong: '옵션이 잘못되었습니다. --help를 보세요.',
  },
  en: {
    help: `kakao-login-codemod [migrate] [paths…] [--dry-run]
  moves a project from passport-kakao, passport-kakao-login or its own axios calls to Kakao Login for Node
  It changes source files and package.json. Where it cannot know, it leaves a comment TODO(kakao-login).

  --dry-run   only list the files that would change
  --version
  --help

Exit code: 0 when it is done, 2 for a wrong option or a file that cannot be read or written.
`,
    changed: (count: number, isDry: boolean) =>
      `${count} ${count === 1 ? 'file' : 'files'} ${isDry ? 'would change' : 'changed'}.`,
    todos: (count: number) =>
      `${count} ${count === 1 ? 'place needs' : 'places need'} a look: search for TODO(kakao-login).`,
    failed: 'Not changed, because they could not be read as JavaScript or TypeScript in UTF-8:',
    manual: 'Not changed. Move the files of Vue, Svelte and Astro by hand:',
    kept: (path: string, packages: string) => `${path} keeps ${packages}, because it is still imported by:`,
    noPackageFile: (packages: string) => `There is no package.json. The packages to install: npm install ${packages}`,
    install: 'Install the packages, and run your tests.',
    wrong: 'An option is wrong. See --help.',
  },
};

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const text = texts[/^ko\b|^ko_/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ko' : 'en'];

function printed({ changed, failed, manual, kept, install }: MigrationReport, isDry: boolean): string {
  const local = (path: string): string => relative(process.cwd(), path);
  const listed = (paths: readonly string[]): string[] => paths.map((path) => `  ${local(path)}`);
  const todos = changed.flatMap(({ path, todos }) => todos.map(({ line, text }) => `  ${local(path)}:${line} ${text}`));
  return [
    ...listed(changed.map(({ path }) => path)),
    text.changed(changed.length, isDry),
    ...(failed.length === 0 ? [] : [text.failed, ...listed(failed)]),
    ...(todos.length === 0 ? [] : [...todos, text.todos(todos.length)]),
    ...(manual.length === 0 ? [] : [text.manual, ...listed(manual)]),
    ...kept.flatMap(({ path, packages, importedBy }) => [
      text.kept(local(path), packages.join(', ')),
      ...listed(importedBy),
    ]),
    ...(install.length === 0 ? [] : [text.noPackageFile(install.join(' '))]),
    ...(changed.length === 0 || isDry ? [] : [text.install]),
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      version: { type: 'boolean', short: 'v' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(text.help);
  if (values.version) return void process.stdout.write(`${version}\n`);
  // `npx @kakao-login/nestjs` has several commands, and passes this one on.
  const paths = positionals[0] === 'migrate' ? positionals.slice(1) : positionals;
  const dryRun = values['dry-run'] ?? false;
  const report = await migrate({ ...(paths.length > 0 && { paths }), dryRun });
  process.stdout.write(printed(report, dryRun));
}

main().catch((error: NodeJS.ErrnoException) => {
  // An error of Node's parseArgs.
  const isUsage = error.code?.startsWith('ERR_PARSE_ARGS') === true;
  process.stderr.write(`kakao-login-codemod: ${isUsage ? `${text.wrong}\n` : ''}${error.message}\n`);
  process.exitCode = 2;
});
