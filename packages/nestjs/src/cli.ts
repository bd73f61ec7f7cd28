import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run, runNpx } from './npx.js';
import { both } from './schematics/texts.js';
import { version } from './schematics/version.js';

const help = both({
  ko: `kakao-login migrate [경로…] [--dry-run]
  passport-kakao, passport-kakao-login, axios로 직접 만든 로그인을 이 패키지로 옮깁니다. @kakao-login/codemod가 실행합니다.
`,
  en: `kakao-login migrate [paths…] [--dry-run]
  moves a project from passport-kakao, passport-kakao-login or its own axios calls; @kakao-login/codemod does it
`,
});

const unavailable = both({
  ko: `kakao-login: @kakao-login/codemod ${version}을 설치하지 못했습니다. \`npm install --save-dev @kakao-login/codemod\`로 설치한 뒤 다시 실행하세요.`,
  en: `kakao-login: @kakao-login/codemod ${version} could not be installed. Install it with \`npm install --save-dev @kakao-login/codemod\`, and run this again.`,
});

/** The project's own codemod, or the one beside this package. It is not a dependency, because it brings all of jscodeshift. */
function installedCodemod(): string | undefined {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      const manifest = createRequire(from).resolve('@kakao-login/codemod/package.json');
      return join(dirname(manifest), 'bin/kakao-login-codemod.js');
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

/** @returns the exit code */
function migrate(args: readonly string[]): number {
  const installed = installedCodemod();
  if (installed !== undefined) return run(process.execPath, [installed, ...args]) ?? 1;
  const status = runNpx(['--yes', `@kakao-login/codemod@${version}`, ...args]);
  // The codemod itself ends with 0 or 2.
  if (status !== 0 && status !== 2) process.stderr.write(`${unavailable}\n`);
  return status ?? 1;
}

const [command, ...args] = process.argv.slice(2);
if (command === 'migrate') {
  process.exitCode = migrate(args);
} else {
  const isAsked = command === '--help' || command === '-h';
  (isAsked ? process.stdout : process.stderr).write(help);
  process.exitCode = isAsked ? 0 : 2;
}
