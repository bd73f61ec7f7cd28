import type { Bilingual } from '@kakao-login/client';
import { both, finding, notInConsole } from '../finding.js';
import type { Finding, TroubleTexts } from '../finding.js';
import { places } from '../places.js';
import { absentNames, mayBeSet } from '../settings.js';
import type { AppSettings, Setting } from '../settings.js';
import { isKakao } from './hosts.js';

const keyRoles = ['clientID', 'clientSecret', 'adminKey', 'javascriptKey', 'nativeKey'] as const;
/** `audience`: another key whose ID tokens the service accepts. */
export type KeyRole = (typeof keyRoles)[number] | 'audience';

/** The names of the keys in Kakao's console. */
export const kinds = {
  clientID: { ...both('REST API 키', 'REST API key'), place: places.restKey },
  clientSecret: { ...both('클라이언트 시크릿', 'client secret'), place: places.clientSecret },
  adminKey: { ...both('어드민 키', 'admin key'), place: places.adminKey },
  javascriptKey: { ...both('JavaScript 키', 'JavaScript key'), place: places.javascriptKey },
  nativeKey: { ...both('네이티브 앱 키', 'native app key'), place: places.nativeKey },
  audience: {
    ...both('JavaScript 키 또는 네이티브 앱 키', 'JavaScript key or native app key'),
    place: places.platformKey,
  },
} as const satisfies Record<KeyRole, unknown>;

/** "a REST API key", "an admin key". */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/** The keys and the secret of an app, each with its expected kind. */
export const keysOf = (app: AppSettings): [KeyRole, Setting][] => [
  ...keyRoles.flatMap((role): [KeyRole, Setting][] => {
    const setting = app[role];
    return setting === undefined ? [] : [[role, setting]];
  }),
  ...app.audiences.map((setting): [KeyRole, Setting] => ['audience', setting]),
];

/** Kakao documents neither format. In practice, all keys and secrets look like this. */
const appKey = /^[\da-f]{32}$/;
const secret = /^[\dA-Za-z]{32}$/;

const formats = both(
  '앱 키는 소문자 16진수 32자, 클라이언트 시크릿은 영문자와 숫자 32자라고 가정합니다. 카카오 문서에는 없고, 공개된 사례에서 확인한 형식입니다.',
  'App keys have 32 lower-case hex digits, and client secrets 32 letters and digits. Kakao does not document it; published examples look like this.',
);

const placeholder =
  /^(?:undefined|null|none|todo|tbd|x{3,}|\.{3,}|…|\*+|<.*>|\{.*\}|\$\{.*|\[.*\])$|your[-_ ]|change[-_ ]?me|placeholder|여기/i;

/** Offline checks of the keys and the secret of one app. */
export function checkKeys(app: AppSettings, hosts: string | undefined): Finding[] {
  const given = keysOf(app);
  const shapes = given.flatMap(([role, setting]) => checkShape(app, role, setting, isKakao(hosts)));
  const found = [
    ...checkPresence(app),
    ...shapes,
    ...checkSame(app, given),
    ...checkPublished(app),
    ...checkTwice(app),
  ];
  const isSound = !found.some(({ status }) => status === 'FAIL' || status === 'WARN');
  if (!isSound || app.clientID === undefined) return found;
  const message = both('키마다 값이 다르고 형식이 맞습니다.', 'Every key has its own value, in the right format.');
  return [
    ...found,
    finding('PASS', 'keys', { app: app.name, settings: given.map(([, { name }]) => name) }, { message }),
  ];
}

function checkPresence(app: AppSettings): Finding[] {
  const found: Finding[] = [];
  if (app.clientID === undefined && !mayBeSet(app, 'clientID')) {
    const variable = app.absent.clientID;
    found.push(
      finding(
        'FAIL',
        'client_id_missing',
        { app: app.name, settings: absentNames(app, 'clientID') },
        {
          message: both('REST API 키가 없습니다.', 'There is no REST API key.'),
          cause: both(
            '서버의 카카오 로그인은 REST API 키를 client_id로 보냅니다.',
            'A login on a server sends the REST API key as client_id.',
          ),
          remedy:
            variable === undefined
              ? both(
                  'REST API 키를 KAKAO_CLIENT_ID(또는 KAKAO_REST_API_KEY)나 모듈의 clientID 옵션에 넣으세요.',
                  'Put the REST API key into KAKAO_CLIENT_ID (or KAKAO_REST_API_KEY), or the option clientID of the module.',
                )
              : both(
                  `${variable} 변수에 REST API 키를 넣으세요. clientID가 이 변수를 읽습니다.`,
                  `Set ${variable}, which clientID reads, to the REST API key.`,
                ),
          console: places.restKey,
        },
      ),
    );
  }
  if (app.clientSecret === undefined && !mayBeSet(app, 'clientSecret')) {
    const variable = app.absent.clientSecret ?? 'KAKAO_CLIENT_SECRET';
    found.push(
      finding(
        'WARN',
        'client_secret_missing',
        { app: app.name, settings: absentNames(app, 'clientSecret') },
        {
          message: both('클라이언트 시크릿이 없습니다.', 'There is no client secret.'),
          cause: both(
            '2025년 12월부터 새로 만든 REST API 키는 클라이언트 시크릿이 켜져 있습니다. 켜져 있는데 보내지 않으면 KOE010으로 실패합니다.',
            'Since December 2025 the client secret is ON for every new REST API key. If it is ON and not sent, logins fail with KOE010.',
          ),
          remedy: both(
            `${variable} 변수나 clientSecret 옵션에 값을 넣으세요. 콘솔에서 껐다면 그대로 두어도 됩니다. --probe가 확인해 줍니다.`,
            `Set ${variable} or the option clientSecret. If it is OFF in the console, nothing is needed; --probe can tell.`,
          ),
          console: places.clientSecret,
        },
      ),
    );
  }
  return found;
}

function checkShape(app: AppSettings, role: KeyRole, { name, value }: Setting, live: boolean): Finding[] {
  const { ko, en, place } = kinds[role];
  const report = (status: 'FAIL' | 'WARN', code: string, texts: Omit<TroubleTexts, 'console'>): Finding[] => [
    finding(status, code, { app: app.name, settings: [name] }, { ...texts, console: place }),
  ];
  const copyAgain = both(`콘솔에서 ${ko} 값을 다시 복사하세요.`, `Copy the ${en} again from the console.`);
  if (placeholder.test(value)) {
    return report('FAIL', 'placeholder', {
      message: both(`${name}에 값 대신 예시 글자가 들어 있습니다.`, `${name} holds a placeholder and not a value.`),
      cause: both('예제 파일을 그대로 복사한 것 같습니다.', 'It seems to be copied from an example.'),
      remedy: copyAgain,
    });
  }
  if (/^["'`“”‘’\s]|["'`“”‘’\s]$/.test(value)) {
    return report('FAIL', 'quotes_or_spaces', {
      message: both(
        `${name} 값의 앞뒤에 따옴표나 공백이 있습니다.`,
        `The value of ${name} has quotes or spaces around it.`,
      ),
      cause: both(
        '`docker --env-file`처럼 따옴표를 값의 일부로 읽는 도구가 있습니다.',
        'Some tools, such as `docker --env-file`, keep the quotes as part of the value.',
      ),
      remedy: both('따옴표와 공백을 지우세요.', 'Remove the quotes and spaces.'),
    });
  }
  if (/^(?:KakaoAK|Bearer)\s/i.test(value)) {
    return report('FAIL', 'scheme_in_key', {
      message: both(
        `${name} 값이 인증 방식 이름으로 시작합니다.`,
        `The value of ${name} starts with an authorization scheme.`,
      ),
      cause: both(
        '요청을 보낼 때 라이브러리가 KakaoAK나 Bearer를 붙입니다.',
        'The library adds KakaoAK or Bearer itself.',
      ),
      remedy: both('키만 남기세요.', 'Keep only the key.'),
    });
  }
  if (role === 'clientSecret') return checkSecretShape(value, name, report, copyAgain, live);
  if (appKey.test(value)) return [];
  if (/^\d+$/.test(value)) {
    return report('FAIL', 'app_id_as_key', {
      message: both(`${name}에 앱 ID가 들어 있습니다.`, `${name} holds digits only, like an app ID.`),
      cause: both('앱 ID는 숫자로만 이루어진 번호이고, 키가 아닙니다.', 'The app ID is a number and not a key.'),
      remedy: copyAgain,
      assumption: formats,
    });
  }
  if (secret.test(value) && !/^[\dA-F]{32}$/.test(value)) {
    return report(live ? 'FAIL' : 'WARN', 'secret_as_key', {
      message: both(
        `${name}에 클라이언트 시크릿처럼 보이는 값이 들어 있습니다.`,
        `${name} holds a value that looks like a client secret.`,
      ),
      cause: both('키와 시크릿이 서로 바뀐 것 같습니다.', 'The key and the secret seem to be swapped.'),
      remedy: copyAgain,
      assumption: formats,
    });
  }
  return report(live ? 'FAIL' : 'WARN', 'key_format', {
    message: both(
      `${name} 값이 카카오 앱 키의 형식이 아닙니다.`,
      `${name} does not have the format of Kakao’s app keys.`,
    ),
    cause: both(
      `값의 길이는 ${value.length}자입니다. 앱 키는 소문자 16진수 32자입니다.`,
      `The value has ${value.length} characters. App keys have 32 lower-case hex digits.`,
    ),
    remedy: copyAgain,
    assumption: formats,
  });
}

function checkSecretShape(
  value: string,
  name: string,
  report: (status: 'FAIL' | 'WARN', code: string, texts: Omit<TroubleTexts, 'console'>) => Finding[],
  copyAgain: Bilingual,
  live: boolean,
): Finding[] {
  if (appKey.test(value)) {
    return report('FAIL', 'key_as_secret', {
      message: both(
        `${name}에 앱 키처럼 보이는 값이 들어 있습니다.`,
        `${name} holds a value that looks like an app key.`,
      ),
      cause: both('키와 시크릿이 서로 바뀐 것 같습니다.', 'The key and the secret seem to be swapped.'),
      remedy: copyAgain,
      assumption: formats,
    });
  }
  if (secret.test(value)) return [];
  return report('WARN', 'secret_format', {
    message: both(
      `${name} 값이 클라이언트 시크릿의 형식이 아닙니다.`,
      `${name} does not have the format of a client secret.`,
    ),
    cause: both(
      `값의 길이는 ${value.length}자입니다. ${live ? '카카오의 ' : ''}클라이언트 시크릿은 영문자와 숫자 32자입니다.`,
      `The value has ${value.length} characters. Client secrets have 32 letters and digits.`,
    ),
    remedy: copyAgain,
    assumption: formats,
  });
}

/** All kinds of keys look alike. Without asking Kakao, only a repeated value shows that one is wrong. */
function checkSame(app: AppSettings, given: readonly (readonly [KeyRole, Setting])[]): Finding[] {
  return given.flatMap(([role, { name, value }], index) =>
    given.slice(index + 1).flatMap(([otherRole, other]) => {
      if (other.value !== value || role === otherRole) return [];
      const [one, two] = [kinds[role], kinds[otherRole]];
      return finding(
        'FAIL',
        'same_value',
        { app: app.name, settings: [name, other.name] },
        {
          message: both(`${name}, ${other.name}의 값이 같습니다.`, `${name} and ${other.name} have the same value.`),
          cause: both(
            `종류가 다른 값(${one.ko}, ${two.ko})은 서로 같을 수 없습니다. 둘 중 하나는 잘못 복사한 값입니다.`,
            `One of the two was copied from the wrong place: ${withArticle(one.en)} and ${withArticle(two.en)} always differ.`,
          ),
          remedy: both(
            '콘솔에서 두 값을 다시 복사하세요. --probe를 쓰면 어느 쪽이 틀렸는지 알 수 있습니다.',
            'Copy both again from the console. With --probe, Kakao’s answers tell which of them is wrong.',
          ),
          console: otherRole === 'adminKey' ? places.adminKey : places.platformKey,
        },
      );
    }),
  );
}

/** Admin keys and secrets must not reach browsers. */
function checkPublished(app: AppSettings): Finding[] {
  return app.published
    .filter(
      ({ name }) => name === app.adminKey?.name || name === app.clientSecret?.name || name === app.cookie.secret?.name,
    )
    .map(({ name }) =>
      finding(
        'FAIL',
        'secret_published',
        { app: app.name, settings: [name] },
        {
          message: both(`${name} 값이 브라우저에 공개됩니다.`, `${name} is published to browsers.`),
          cause: both(
            '이렇게 시작하는 변수는 프레임워크가 브라우저용 파일에 넣습니다. 누구나 읽을 수 있습니다.',
            'Frameworks put variables whose names start like this into files for browsers, where anyone can read them.',
          ),
          remedy: both(
            '접두사가 없는 이름으로 바꾸고, 이미 배포했다면 콘솔에서 새 값을 발급하세요.',
            'Use a name without the prefix. If it was deployed, issue a new value in the console.',
          ),
          console: name === app.adminKey?.name ? places.adminKey : places.clientSecret,
        },
      ),
    );
}

function checkTwice(app: AppSettings): Finding[] {
  return app.contradictions.map((names) =>
    finding(
      'WARN',
      'set_twice',
      { app: app.name, settings: names },
      {
        message: both(
          `${names[0]}, ${names[1]}는 같은 설정인데 값이 다릅니다.`,
          `${names[0]} and ${names[1]} are for the same thing, with different values.`,
        ),
        cause: both(`진단은 ${names[0]}만 사용했습니다.`, `Only ${names[0]} was checked.`),
        remedy: both('쓰지 않는 변수를 지우세요.', 'Remove the one that your service does not read.'),
        console: notInConsole,
      },
    ),
  );
}

/** Two apps with the same key are one app. */
export function checkSharedKeys(apps: readonly AppSettings[]): Finding[] {
  return apps.flatMap((app, index) =>
    apps.slice(index + 1).flatMap((other) => {
      const { clientID } = app;
      if (clientID === undefined || clientID.value !== other.clientID?.value) return [];
      return finding(
        'WARN',
        'same_app',
        { app: other.name, settings: [clientID.name, other.clientID.name] },
        {
          message: both(
            `두 앱 "${app.name}"과 "${other.name}"의 REST API 키가 같습니다.`,
            `The apps "${app.name}" and "${other.name}" have the same REST API key.`,
          ),
          cause: both('카카오에는 하나의 앱입니다.', 'To Kakao they are one app.'),
          remedy: both(
            '앱이 둘이라면 두 번째 앱의 키를 넣으세요.',
            'If there are two apps, use the key of the second one.',
          ),
          console: places.restKey,
        },
      );
    }),
  );
}
