import { KakaoUsageError } from '@kakao-login/client';
import { once } from '@kakao-login/client/internal';
import type { Bilingual, UsageCode } from '@kakao-login/client';

interface UsageText {
  reason: Bilingual;
  remedy: Bilingual;
}

/** Creates the error for an incorrect use of the vault, with its text from {@link usageTexts}. */
export const usage = (code: UsageCode, option: string, text: UsageText): KakaoUsageError =>
  new KakaoUsageError(code, { option, ...text });

const command = `node -p "crypto.randomBytes(32).toString('base64url')"`;

const makeKey: Bilingual = {
  ko: `다음 명령으로 키를 만들어 비밀 값으로 보관하고 keys: [{ kid: '1', key: process.env.KAKAO_VAULT_KEY }]처럼 넘기세요: ${command}`,
  en: `Make a key with this command, keep it as a secret, and pass it as keys: [{ kid: '1', key: process.env.KAKAO_VAULT_KEY }]: ${command}`,
};

const passIt = (ko: string, en: string): Bilingual => ({ ko: `${ko} 넘기세요.`, en: `Pass ${en}.` });

export const usageTexts = once(() => ({
  store: {
    reason: {
      ko: 'store 옵션에 VaultStore의 메서드가 모두 있지 않습니다.',
      en: 'The option `store` does not have all methods of `VaultStore`.',
    },
    remedy: passIt('MemoryVaultStore처럼 VaultStore를 구현한 객체를', 'an object that implements `VaultStore`'),
  },
  keysMissing: {
    reason: {
      ko: '여러 프로세스가 함께 쓰는 저장소에는 keys 옵션이 필요합니다. 프로세스마다 만든 키로는 다른 프로세스가 기록을 열 수 없습니다.',
      en: 'A store that processes share needs the option `keys`: with a key made at random, no other process could open the records.',
    },
    remedy: makeKey,
  },
  keys: {
    reason: {
      ko: 'keys 옵션은 { kid, key }의 배열이어야 하고, kid는 서로 다른 1~100자의 공백 없는 ASCII 문자열이어야 합니다.',
      en: 'The option `keys` has to be a list of { kid, key }, where each kid is a different text of 1 to 100 ASCII characters without spaces.',
    },
    remedy: makeKey,
  },
  key: {
    reason: {
      ko: '키는 정확히 32바이트여야 합니다. base64url 문자열이나 Uint8Array로 넘길 수 있습니다.',
      en: 'A key has to be exactly 32 bytes, as base64url text or a Uint8Array.',
    },
    remedy: makeKey,
  },
  keyUnknown: {
    reason: {
      ko: '저장된 기록을 암호화한 키가 keys 옵션에 없습니다.',
      en: 'A stored record is encrypted with a key that is not in the option `keys`.',
    },
    remedy: {
      ko: '키를 바꾸었다면 예전 키를 keys의 뒤쪽에 남겨 두고, reencrypt()를 실행한 뒤에 지우세요.',
      en: 'If you changed keys, keep the old key at the end of `keys` until `reencrypt()` has run.',
    },
  },
  unreadable: {
    reason: {
      ko: '저장된 기록을 열 수 없습니다. 내용이 바뀌었거나 다른 사용자나 앱의 기록이거나, 같은 kid로 다른 키를 넘겼습니다.',
      en: 'A stored record cannot be opened: it was changed, belongs to another user or app, or was encrypted with another key of the same kid.',
    },
    remedy: {
      ko: 'keys 옵션과 저장소를 확인하세요. 되살릴 수 없다면 forget(id)로 지우고 사용자가 다시 로그인하게 하세요.',
      en: 'Check the option `keys` and the store. If the record is lost, delete it with `forget(id)` and have the user log in again.',
    },
  },
  milliseconds: (option: string, least: number): UsageText => ({
    reason: {
      ko: `${option} 옵션은 ${least}부터 2,147,483,647까지의 밀리초여야 합니다.`,
      en: `The option \`${option}\` has to be a number of milliseconds from ${least} to 2,147,483,647.`,
    },
    remedy: { ko: '값을 고치거나 옵션을 빼세요.', en: 'Correct the value or leave the option out.' },
  }),
  function: (option: string): UsageText => ({
    reason: { ko: `${option} 옵션은 함수여야 합니다.`, en: `The option \`${option}\` has to be a function.` },
    remedy: { ko: '값을 고치거나 옵션을 빼세요.', en: 'Correct the value or leave the option out.' },
  }),
  login: {
    reason: {
      ko: 'save()에 로그인이 아닌 값을 넘겼습니다. 회원번호, access_token, expires_in이 모두 있어야 합니다.',
      en: '`save()` was given something that is not a login: the user ID, `access_token` and `expires_in` are needed.',
    },
    remedy: passIt(
      '로그인 핸들러가 받은 KakaoLogin이나 { id, tokens }를 그대로',
      'the KakaoLogin that the login handler got, or { id, tokens }',
    ),
  },
  event: {
    reason: { ko: '그런 이벤트는 없습니다.', en: 'There is no such event.' },
    remedy: {
      ko: 'saved, refreshed, reconnect_required, forgotten 중 하나를 쓰세요.',
      en: 'Use saved, refreshed, reconnect_required or forgotten.',
    },
  },
  listener: {
    reason: { ko: '리스너는 함수여야 합니다.', en: 'The listener has to be a function.' },
    remedy: passIt('({ id }) => …처럼 함수를', 'a function, such as ({ id }) => …'),
  },
  adminKey: {
    reason: {
      ko: '이 사용자의 쓸 수 있는 토큰이 없고, KakaoClient에 adminKey 옵션도 없어 연결을 끊을 수 없습니다.',
      en: 'The user cannot be unlinked: the vault has no working token for them, and the KakaoClient has no `adminKey`.',
    },
    remedy: {
      ko: '카카오 개발자 콘솔 [앱] > [어드민 키]의 값을 adminKey 옵션에 넣고 다시 호출하세요. 사용자가 다시 로그인한 뒤에 호출해도 됩니다.',
      en: 'Set the option `adminKey` to the value under App > Admin key in Kakao’s console and call again. Or call again after the user has logged in.',
    },
  },
  others: {
    reason: {
      ko: 'others 옵션은 { 이름: () => … } 형식이어야 하고, kakao라는 이름은 쓸 수 없습니다.',
      en: 'The option `others` has to be an object of functions, and none of them can be named `kakao`.',
    },
    remedy: passIt(
      '{ apple: () => revokeApple(member) }처럼',
      'functions by name, such as { apple: () => revokeApple(member) }',
    ),
  },
  occurredAt: {
    reason: {
      ko: 'occurredAt 옵션은 1970년부터 센 초여야 합니다.',
      en: 'The option `occurredAt` has to be a number of seconds since 1970.',
    },
    remedy: passIt('웹훅의 occurredAt을 그대로', '`occurredAt` of the webhook'),
  },
  notForUsers: {
    reason: {
      ko: '사용자의 액세스 토큰으로는 할 수 없는 호출입니다.',
      en: 'This call cannot be made with a user’s access token.',
    },
    remedy: {
      ko: '어드민 키로 호출하세요: client.user.list(ids)처럼 client에서 바로 부르면 됩니다.',
      en: 'Make it with the admin key, on the client itself: client.user.list(ids).',
    },
  },
  redisClient: {
    reason: {
      ko: '첫 번째 인자가 ioredis나 node-redis 클라이언트가 아닙니다.',
      en: 'The first argument is not an ioredis or node-redis client.',
    },
    remedy: passIt('`new Redis(…)`나 연결된 `createClient(…)`를', '`new Redis(…)`, or a connected `createClient(…)`'),
  },
  prefix: {
    reason: {
      ko: 'prefix 옵션에는 공백과 중괄호를 뺀 ASCII 문자만 쓸 수 있습니다.',
      en: 'The option `prefix` may only have ASCII characters, without spaces and braces.',
    },
    remedy: {
      ko: 'Redis 클러스터에서 중괄호는 슬롯을 정하므로 저장소가 직접 붙입니다. 중괄호를 빼세요.',
      en: 'Leave the braces out: they choose the slot in a Redis cluster, and the store adds its own.',
    },
  },
  dialect: {
    reason: {
      ko: 'dialect 옵션은 postgresql, mysql, sqlite 중 하나여야 합니다.',
      en: 'The option `dialect` has to be `postgresql`, `mysql` or `sqlite`.',
    },
    remedy: { ko: 'MariaDB라면 mysql을 쓰세요.', en: 'For MariaDB, use `mysql`.' },
  },
  table: {
    reason: {
      ko: 'table 옵션은 테이블 이름이어야 합니다. 앞에 스키마를 붙일 수 있습니다.',
      en: 'The option `table` has to be the name of a table, with or without its schema.',
    },
    remedy: {
      ko: '영문자, 숫자, 밑줄만 쓰고 따옴표 없이 적으세요(예: auth.kakao_vault).',
      en: 'Use letters, digits and underscores, and no quotes: `auth.kakao_vault`.',
    },
  },
  query: {
    reason: { ko: 'query 옵션은 함수여야 합니다.', en: 'The option `query` has to be a function.' },
    remedy: {
      ko: '드라이버의 쿼리를 실행하고 그 결과를 반환하는 함수를 넘기세요: (sql, parameters) => pool.query(sql, parameters)',
      en: 'Pass a function that runs a query and returns the result: (sql, parameters) => pool.query(sql, parameters)',
    },
  },
  queryRows: {
    reason: {
      ko: 'query 옵션의 함수가 반환한 값에 행이 없습니다.',
      en: 'The function `query` returned something without rows.',
    },
    remedy: {
      ko: '드라이버가 반환한 값을 그대로 반환하세요. 행의 배열이나 { rows }여야 합니다. Prisma라면 $queryRawUnsafe를 쓰세요.',
      en: 'Return what the driver returned: an array of rows, or `{ rows }`. With Prisma, use $queryRawUnsafe.',
    },
  },
  queryCount: {
    reason: {
      ko: 'query 옵션의 함수가 반환한 값에 변경된 행의 수가 없습니다.',
      en: 'The function `query` returned something without the number of changed rows.',
    },
    remedy: {
      ko: '드라이버가 반환한 값을 그대로 반환하세요. 숫자나 { affectedRows }여야 합니다. Prisma라면 SELECT가 아닌 문장에 $executeRawUnsafe를 쓰세요.',
      en: 'Return what the driver returned: a number, or `{ affectedRows }`. With Prisma, use $executeRawUnsafe for all statements but SELECT.',
    },
  },
}));
