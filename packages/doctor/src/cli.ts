import { parseArgs } from 'node:util';
import { diagnose } from './diagnose.js';
import { both } from './finding.js';
import { languageOf, textOf } from './print.js';
import type { Language } from './print.js';
import { DoctorUsageError } from './settings.js';
import { version } from './version.js';

const help = both(
  `kakao-doctor: 카카오 로그인 설정에서 잘못된 점을 찾습니다

  --env <file>           .env 파일도 읽습니다. 같은 이름의 환경 변수보다 우선합니다
  --module <file>        KakaoModule이나 KakaoStrategy를 설정하는 파일. 실행하지 않고 읽습니다
  --hosts <url>          에뮬레이터나 중계 서버의 주소. 기본값은 카카오
  --redirect-uri <uri>   설정 대신 검사할 리다이렉트 URI. 여러 번 쓸 수 있습니다
  --probe                카카오 서버에 물어봅니다. 쓰지 않으면 아무것도 보내지 않습니다
  --json                 JSON으로 출력합니다
  --lang <ko|en>         기본값은 LANG
  --version
  --help

종료 코드: FAIL이 없으면 0, 있으면 1, 옵션이나 파일이 잘못되었으면 2.
`,
  `kakao-doctor: finds what is set up wrongly for Kakao Login

  --env <file>           read a .env file too; it takes precedence over the environment
  --module <file>        the file that sets up KakaoModule or KakaoStrategy; it is read, not run
  --hosts <url>          address of an emulator or a relay; default: Kakao
  --redirect-uri <uri>   check this redirect URI in place of those in the settings; repeatable
  --probe                ask Kakao's servers; without it nothing is sent
  --json                 print JSON
  --lang <ko|en>         default: LANG
  --version
  --help

Exit code: 0 without a FAIL, 1 with one, 2 for a wrong option or a file that cannot be read.
`,
);

const options = {
  env: { type: 'string' },
  module: { type: 'string' },
  hosts: { type: 'string' },
  'redirect-uri': { type: 'string', multiple: true },
  probe: { type: 'boolean' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

const seeHelp = both('--help에 모든 옵션이 있습니다.', '--help lists the options.');

/** Parses the options. An error names the option, but never contains a value, because it may be a key. */
function parse(args: readonly string[]) {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new DoctorUsageError(
        both(
          `옵션이 아닌 값이 있습니다(${token.index + 1}번째). ${seeHelp.ko}`,
          `Argument ${token.index + 1} is not an option. ${seeHelp.en}`,
        ),
      );
    }
    if (token.kind !== 'option') continue;
    const known = Object.hasOwn(options, token.name) ? options[token.name as keyof typeof options] : undefined;
    if (known === undefined) {
      const name = /^--?[\w-]{1,40}$/.exec(token.rawName)?.[0] ?? '--…';
      throw new DoctorUsageError(
        both(`${name}: 없는 옵션입니다. ${seeHelp.ko}`, `${name}: no such option. ${seeHelp.en}`),
      );
    }
    if (known.type === 'string' && (!token.value || (!token.inlineValue && token.value.startsWith('-')))) {
      throw new DoctorUsageError(
        both(`${token.rawName}: 값이 필요합니다. ${seeHelp.ko}`, `${token.rawName}: needs a value. ${seeHelp.en}`),
      );
    }
    if (known.type === 'boolean' && token.value !== undefined) {
      throw new DoctorUsageError(
        both(`${token.rawName}: 값을 받지 않습니다. ${seeHelp.ko}`, `${token.rawName}: takes no value. ${seeHelp.en}`),
      );
    }
  }
  const { values } = parseArgs({ args: [...args], options });
  if (values.lang !== undefined && values.lang !== 'ko' && values.lang !== 'en') {
    throw new DoctorUsageError(both('--lang: ko나 en을 쓰세요.', '--lang: use ko or en.'));
  }
  return values;
}

/** The language of `--lang`, even if another option is wrong. */
function languageFor(args: readonly string[]): Language {
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return values.lang === 'ko' || values.lang === 'en' ? values.lang : languageOf(process.env);
}

async function main(args: readonly string[], lang: Language): Promise<void> {
  const { env, module, hosts, probe = false, json = false, 'redirect-uri': redirectUris, ...values } = parse(args);
  if (values.help) {
    process.stdout.write(help[lang]);
    return;
  }
  if (values.version) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const report = await diagnose({
    ...(env !== undefined && { env }),
    ...(module !== undefined && { module }),
    ...(hosts !== undefined && { hosts }),
    ...(redirectUris !== undefined && { redirectUris }),
    probe,
  });
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report, lang));
  process.exitCode = report.ok ? 0 : 1;
}

const args = process.argv.slice(2);
const lang = languageFor(args);
main(args, lang).catch((error: unknown) => {
  // Only the name of an unexpected error is printed, because its message could contain a value.
  const text = error instanceof DoctorUsageError ? error.text[lang] : error instanceof Error ? error.name : 'error';
  process.stderr.write(`kakao-doctor: ${text}\n`);
  process.exitCode = 2;
});
