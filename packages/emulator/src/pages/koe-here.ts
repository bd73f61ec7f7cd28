import type { Lang } from './models.js';

/** The app of a request, and whether it is the first one of the seed. The options of the command apply to that one. */
export interface KoeApp {
  appId: string;
  isFirst: boolean;
}

interface Asked {
  /** Undefined if the request does not name a known app. */
  app: KoeApp | undefined;
  /** The values of a fact, or the items that are not configured. */
  of: (fact: string) => readonly string[];
}

export type Way = 'command' | 'code' | 'seed';

/** How to fix a KOE code in the emulator: a sentence, and the command or code. */
export interface Here {
  text: Readonly<Record<Lang, string>>;
  ways: readonly (readonly [way: Way, typed: string])[];
  /** A page of the emulator that helps. */
  link?: 'home' | 'console';
}

const jsString = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const inShell = (text: string): string => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const configureLine = (changes: string, app: KoeApp | undefined): [Way, string] => [
  'code',
  `await emulator.configure({ ${changes} }${app && !app.isFirst ? `, { app: ${jsString(app.appId)} }` : ''});`,
];

/** How to register a URI: with an option of the command or of `configure`, or in a list of the seed. */
function register(asked: Asked, fact: string, option: string, member: string, seed: string): Here['ways'] {
  const [address] = asked.of(fact);
  if (address === undefined || address === '(missing)') return [];
  return [
    ...(asked.app?.isFirst ? ([['command', `kakao-emulator ${option} ${inShell(address)}`]] as const) : []),
    configureLine(`${member}: [${jsString(address)}]`, asked.app),
    ['seed', seed.replace('…', () => jsString(address))],
  ];
}

/** A setting of the app. `…` stands for the value of a fact. */
const setting =
  (ko: string, en: string, line: string, fact = '') =>
  (asked: Asked): Here => {
    const filled = line.replace('…', () => jsString(asked.of(fact)[0] ?? '…'));
    return { text: { ko, en }, ways: [configureLine(filled, asked.app), ['seed', filled]] };
  };

const keys = (): Here => ({
  text: {
    ko: '에뮬레이터가 아는 앱 키는 첫 화면에 있습니다. REST API 키를 복사해 사용해 주세요.',
    en: 'The home page lists the app keys that the emulator knows. Copy the REST API key from there.',
  },
  ways: [],
  link: 'home',
});

const table: Readonly<Record<string, (asked: Asked) => Here>> = {
  KOE004: setting('앱의 카카오 로그인을 켜 주세요.', 'Turn on Kakao Login for the app.', 'kakaoLogin: true'),
  KOE005: setting(
    '로그인한 사용자의 회원번호를 테스트 앱의 멤버에 추가해 주세요.',
    'Add the user ID of the test user to the members of the test app.',
    'members: […]',
    'user_id',
  ),
  KOE006: (asked) => ({
    text: {
      ko: '요청한 리다이렉트 URI를 앱에 등록한 뒤 다시 로그인해 주세요.',
      en: 'Register the requested redirect URI for the app, then log in again.',
    },
    ways: register(asked, 'redirect_uri', '--redirect-uri', 'redirectUris', 'restApiKeys: [{ redirectUris: […] }]'),
  }),
  KOE007: (asked) => ({
    text: {
      ko: '요청한 로그아웃 리다이렉트 URI를 앱에 등록해 주세요.',
      en: 'Register the requested logout redirect URI for the app.',
    },
    ways: register(
      asked,
      'logout_redirect_uri',
      '--logout-redirect-uri',
      'logoutRedirectUris',
      'logoutRedirectUris: […]',
    ),
  }),
  KOE008: keys,
  KOE009: (asked) => ({
    text: {
      ko: '요청을 보낸 도메인, Android 키 해시 또는 iOS 번들 ID를 앱 키에 등록해 주세요.',
      en: 'Register the domain, Android key hash, or iOS bundle ID of the request on the app key.',
    },
    ways: asked.of('origin').some((origin) => /^https?:/.test(origin))
      ? register(asked, 'origin', '--domain', 'domains', 'javascriptKeys: [{ domains: […] }]')
      : [['seed', 'nativeKeys: [{ androidKeyHashes: […], iosBundleIds: […] }]']],
  }),
  KOE101: keys,
  KOE102: setting(
    '카카오톡 채널을 앱에 연결해 주세요.',
    'Link a Kakao Talk channel to the app.',
    "channels: [{ id: …, name: 'channel' }]",
    'channel_public_id',
  ),
  KOE123: setting('앱을 비즈 앱으로 설정해 주세요.', 'Make the app a Biz app.', 'business: true'),
  KOE124: setting('앱에 권한을 부여해 주세요.', 'Grant the app the permission.', 'missingPermissions: []'),
  KOE205: (asked) => {
    const items = asked.of('unconfigured');
    const isOpenId = items.length > 0 && items.every((item) => item === 'openid');
    if (isOpenId)
      return setting(
        '앱의 OpenID Connect를 켜 주세요.',
        'Turn on OpenID Connect for the app.',
        'openIdConnect: true',
      )(asked);
    const lines = items.filter((item) => item !== 'openid').map((item) => `${item}: optional`);
    return {
      text: {
        ko: '동의항목을 앱의 시드에 추가하거나, 로그인 요청의 scope에서 빼 주세요.',
        en: 'Add the consent items to the seed of the app, or remove them from the scope of the login request.',
      },
      ways: lines.length > 0 ? [['seed', `consentItems: { ${lines.join(', ')} }`]] : [],
    };
  },
};

/** Codes that no setting of the emulator can fix. */
const OF_REQUESTS = new Set(['KOE001', 'KOE002', 'KOE023', 'KOE201', 'KOE202', 'KOE203', 'KOE204', 'KOE207']);

const ordered: Here = {
  text: {
    ko: '에뮬레이터에서는 주입한 오류로만 발생합니다. 콘솔에서 취소할 수 있습니다.',
    en: 'In the emulator, only an injected fault causes this error. You can cancel it in the console.',
  },
  ways: [],
  link: 'console',
};

const internal: Here = {
  text: {
    ko: '주입한 오류이거나 에뮬레이터 내부 오류입니다. 콘솔의 오류 주입 목록과 터미널의 로그를 확인해 주세요.',
    en: 'This is an injected fault or an internal error of the emulator. Check the faults in the console and the log in the terminal.',
  },
  ways: [],
  link: 'console',
};

/** How to fix the code in the emulator; `undefined` when only the request can be fixed. */
export function hereFor(code: string, asked: Asked): Here | undefined {
  if (code === 'KOE003') return internal;
  if (OF_REQUESTS.has(code)) return undefined;
  return Object.hasOwn(table, code) ? table[code]?.(asked) : ordered;
}
