import { both, finding, notInConsole } from '../finding.js';
import type { Finding } from '../finding.js';
import type { Settings } from '../settings.js';

/** Lines of a `.env` file that programs read differently. */
export function checkEnvFile({ unread, references }: NonNullable<Settings['file']>): Finding[] {
  const found: Finding[] = [];
  if (unread.length > 0) {
    const names = unread.join(', ');
    found.push(
      finding(
        'WARN',
        'env_not_read',
        { settings: unread },
        {
          message: both(
            `\`node --env-file\`이 읽지 못하는 변수가 있습니다: ${names}`,
            `\`node --env-file\` does not read ${names}.`,
          ),
          cause: both(
            '파일 맨 앞의 BOM, `=` 앞의 탭, 닫지 않은 따옴표, `=` 대신 쓴 `:`이 원인일 수 있습니다. dotenv는 이 가운데 일부를 읽습니다.',
            'The reason is a byte order mark in front of the name, a tab in front of `=`, a quote that is not closed, or `:` in place of `=`. dotenv reads some of these.',
          ),
          remedy: both(
            '파일을 BOM 없는 UTF-8로 저장하고, 변수마다 한 줄에 `이름=값`으로 쓰세요.',
            'Save the file as UTF-8 without a byte order mark, and write `NAME=value` on a line for each variable.',
          ),
          console: notInConsole,
        },
      ),
    );
  }
  if (references.length > 0) {
    const names = references.join(', ');
    found.push(
      finding(
        'WARN',
        'env_reference',
        { settings: references },
        {
          message: both(`다른 변수를 참조하는 값이 있습니다: ${names}`, `Values refer to other variables: ${names}`),
          cause: both(
            '여기서는 변수를 값으로 바꿔 검사했지만, `node --env-file`과 dotenv는 `${…}`를 그대로 둡니다.',
            'The variables were replaced to check the values. `node --env-file` and dotenv leave `${…}` as it is.',
          ),
          remedy: both(
            '값을 그대로 쓰거나, 변수를 바꿔 주는 도구로 읽으세요. Next.js, Vite, Docker Compose, `expandVariables: true`를 쓰는 Nest의 ConfigModule이 그렇습니다.',
            'Write the whole value, or read the file with what replaces them: Next.js, Vite, Docker Compose, or Nest’s ConfigModule with `expandVariables: true`.',
          ),
          console: notInConsole,
        },
      ),
    );
  }
  return found;
}
