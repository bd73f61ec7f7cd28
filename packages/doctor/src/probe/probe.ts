import { isKakaoError } from '@kakao-login/client';
import { koeCodes } from '@kakao-login/client/contract';
import type { Bilingual, KakaoError } from '@kakao-login/client';
import { redirectUriNote } from '@kakao-login/passport';
import { webUrl } from '../checks/hosts.js';
import { keysOf, kinds, withArticle } from '../checks/keys.js';
import type { KeyRole } from '../checks/keys.js';
import { redirectUris } from '../checks/redirect-uri.js';
import { both, finding, notInConsole } from '../finding.js';
import type { Finding, Status, TextsOf, TroubleTexts } from '../finding.js';
import { placeOf, places } from '../places.js';
import { listItems } from '../settings.js';
import type { AppSettings, Setting, Settings } from '../settings.js';
import { isUnknownKey } from './key-kind.js';
import type { Kakao, KeyKind } from './key-kind.js';
import { open } from './page.js';
import type { Page } from './page.js';

/** The difference of the clocks, in milliseconds, above which ID tokens are refused. */
const mostSkew = 30_000;
const noticedSkew = 10_000;

const pageAssumption = both(
  '카카오의 에러 페이지는 제목에 에러 코드를 표시한다고 가정합니다(공개된 화면에서 확인).',
  'Kakao’s error pages show the code in their title, as published copies do.',
);
const tokenAssumption = both(
  '카카오는 인가 코드보다 앱 키와 클라이언트 시크릿을 먼저 검사한다고 가정합니다(개발자들의 보고). 그래서 존재하지 않는 코드로 확인합니다.',
  'Kakao checks the key and the client secret before the code, as developers report. So a code that does not exist is sent.',
);
const kindAssumption = both(
  '카카오가 다른 종류의 키에 KOE008, KOE009, KOE101 중 무엇으로 응답하는지는 문서에 없습니다. 여러 서버의 응답을 함께 보고 판단했습니다.',
  'Kakao does not document which of KOE008, KOE009 and KOE101 another kind of key gets. This conclusion comes from the answers of several endpoints.',
);

const clientKindAssumption = both(
  `${kindAssumption.ko} iOS·Android SDK의 리다이렉트 URI(kakao{NATIVE_APP_KEY}://oauth)로는 네이티브 앱 키만 로그인을 시작할 수 있다고 가정합니다.`,
  `${kindAssumption.en} Only a native app key can start a login with the redirect URI of the SDKs for iOS and Android, kakao{NATIVE_APP_KEY}://oauth.`,
);
const adminAssumption = both(
  '카카오가 존재하지 않는 사용자(ID 0)를 찾기 전에 어드민 키부터 검사하고, 허용하지 않은 IP 주소에는 ip mismatched라는 메시지로 응답한다고 가정합니다. 카카오 문서에는 없습니다.',
  'Kakao checks the admin key before it looks for user 0, who does not exist, and answers “ip mismatched” to an IP address that is not allowed. Kakao documents neither.',
);

type Reporter = <S extends Status>(
  status: S,
  code: string,
  texts: TextsOf<S>,
  ...settings: (Setting | undefined)[]
) => Finding;

const reporter =
  (app: AppSettings): Reporter =>
  (status, code, texts, ...settings) =>
    finding(status, code, { app: app.name, settings: settings.flatMap((one) => (one ? [one.name] : [])) }, texts);

/** Checks whether Kakao's servers respond, and whether the clocks agree. */
export async function probeServers(kakao: Kakao): Promise<Finding[]> {
  const page = await open(`${kakao.hosts.kauth}/.well-known/openid-configuration`, kakao.now);
  const { kauth, kapi } = kakao.hosts;
  const servers = kauth === kapi ? (['kauth'] as const) : (['kauth', 'kapi'] as const);
  const errors = await Promise.all(
    servers.map(async (server) => {
      try {
        await kakao.client.reach(server);
        return [];
      } catch (error) {
        if (isKakaoError(error)) return [unreached(kakao.hosts[server], error)];
        throw error;
      }
    }),
  );
  return [...errors.flat(), ...(page === undefined ? [] : [checkClock(page)])];
}

function unreached(origin: string, error: KakaoError): Finding {
  const code = codeOfError(error);
  if (code === 'tls') {
    return finding(
      'FAIL',
      code,
      {},
      {
        message: both(`${origin}에 TLS로 연결할 수 없습니다.`, `The TLS connection to ${origin} fails.`),
        cause: both(
          '서버의 인증서를 확인할 수 없거나, 서버가 TLS를 쓰지 않습니다.',
          'The certificate of the server cannot be verified, or the server does not use TLS.',
        ),
        remedy: both(
          '회사 프록시나 중계 서버의 인증서는 NODE_EXTRA_CA_CERTS로 추가하고, hosts 옵션이 http 주소는 아닌지 확인하세요.',
          'Add the certificate of a company’s proxy or relay with NODE_EXTRA_CA_CERTS, and check whether the option hosts should be an http address.',
        ),
        console: notInConsole,
      },
    );
  }
  return finding(
    'FAIL',
    code,
    {},
    {
      message: both(`${origin}에서 응답이 없습니다.`, `There is no answer from ${origin}.`),
      cause: error.reason,
      remedy: both(
        '네트워크, 방화벽, DNS를 확인하세요. 프록시로만 나갈 수 있다면 프록시를 아는 axios 인스턴스를 http 옵션에 넣으세요.',
        'Check the network, the firewall and DNS. If only a proxy leads out, pass an axios instance that knows it as the option http.',
      ),
      console: notInConsole,
    },
  );
}

/** What Kakao's servers, and relays to them, return at this URL. */
const isDiscovery = ({ status, text }: Page): boolean => status === 200 && /"token_endpoint"\s*:/.test(text);

function checkClock(page: Page): Finding {
  const { clock } = page;
  if (!isDiscovery(page)) {
    const message = both(
      '카카오가 보낸 것 같지 않은 응답이 와서 시계를 비교하지 않았습니다.',
      'The clock was not compared, because the answer does not look like Kakao’s.',
    );
    return finding('SKIP', 'clock', {}, { message });
  }
  if (clock === undefined) {
    return finding(
      'SKIP',
      'clock',
      {},
      {
        message: both(
          '응답에 Date 헤더가 없어 시계를 비교하지 못했습니다.',
          'The answer has no Date header to compare the clock with.',
        ),
      },
    );
  }
  const off = Math.max(0, Math.abs(clock.ahead) - clock.within);
  const seconds = Math.round(Math.abs(clock.ahead) / 1000);
  if (off < noticedSkew) {
    return finding(
      'PASS',
      'clock',
      {},
      { message: both('시계가 카카오와 맞습니다.', 'The clock agrees with Kakao’s.') },
    );
  }
  const slow = clock.ahead > 0;
  return finding(
    off > mostSkew ? 'FAIL' : 'WARN',
    'clock_skew',
    {},
    {
      message: both(
        `이 컴퓨터의 시계가 카카오보다 ${seconds}초 ${slow ? '느립니다' : '빠릅니다'}.`,
        `The clock of this machine is ${seconds} seconds ${slow ? 'behind' : 'ahead of'} Kakao’s.`,
      ),
      cause: both(
        '30초보다 많이 다르면 ID 토큰이 만료되었거나 아직 유효하지 않다고 판단해 로그인이 실패합니다.',
        'With more than 30 seconds, ID tokens count as expired or not yet valid, and logins fail.',
      ),
      remedy: both(
        'NTP로 시계를 맞추세요. 가상 머신이라면 호스트의 시계도 확인하세요.',
        'Synchronize the clock with NTP; for a virtual machine, that of the host too.',
      ),
      console: notInConsole,
    },
  );
}

/** Whether a value can be sent as a key. `KakaoClient` refuses other values, and the doctor does not send them. */
const isSendable = (setting: Setting | undefined): boolean =>
  setting === undefined || /^[\x21-\x7e]+$/.test(setting.value);

/** Checks one app with requests to Kakao. */
export async function probeApp(kakao: Kakao, app: AppSettings, settings: Settings): Promise<Finding[]> {
  const report = reporter(app);
  const found: Finding[] = [];
  const uris = redirectUris(app, settings.site);
  const { clientID } = app;
  const keys = keysOf(app);
  const unsendable = keys.flatMap(([, setting]) => (isSendable(setting) ? [] : [setting]));
  if (unsendable.length > 0) {
    const message = both(
      '키에 쓸 수 없는 문자가 있어 카카오에 보내지 않았습니다.',
      'It was not sent to Kakao, because it has a character that no key has.',
    );
    found.push(report('SKIP', 'not_sent', { message }, ...unsendable));
  }
  if (clientID === undefined) {
    found.push(
      report('SKIP', 'login', {
        message: both(
          'REST API 키가 없어 로그인을 확인하지 않았습니다.',
          'The login was not checked: there is no REST API key.',
        ),
      }),
    );
  } else if (isSendable(clientID) && isSendable(app.clientSecret)) {
    found.push(...(await probeLogin(kakao, app, clientID, uris, report)));
  }
  for (const [role, setting] of keys) {
    if (!isClientRole(role) || !isSendable(setting)) continue;
    found.push(...(await probeClientKey(kakao, setting, role, uris, report)));
  }
  if (app.adminKey && isSendable(app.adminKey)) found.push(await probeAdminKey(kakao, app.adminKey, report));
  return found;
}

async function probeLogin(
  kakao: Kakao,
  app: AppSettings,
  clientID: Setting,
  uris: readonly Setting[],
  report: Reporter,
): Promise<Finding[]> {
  const { clientSecret } = app;
  const complete = uris.filter(({ value }) => !value.startsWith('/'));
  const error = await kakao.tokenError(clientID.value, clientSecret?.value, firstWeb(complete));
  const isRest = error === undefined || error.code === 'KOE010' || error.code === 'KOE127';
  if (!isRest) {
    const kind = error.kind === 'auth' ? await kakao.kindOf(clientID.value) : 'no_answer';
    const wrong =
      kind === 'rest' || kind === 'no_answer'
        ? refused(error, report, clientID)
        : wrongKind(kind, error, clientID, 'clientID', report);
    const message = both(
      '토큰 요청이 실패해 리다이렉트 URI와 동의항목을 확인하지 않았습니다.',
      'Redirect URIs and consent items were not checked, because the token request failed.',
    );
    return [wrong, report('SKIP', 'login', { message })];
  }
  const found = [
    error === undefined
      ? report(
          'PASS',
          'token_endpoint',
          {
            message: clientSecret
              ? both(
                  '카카오가 REST API 키와 클라이언트 시크릿을 받아들입니다.',
                  'Kakao accepts the REST API key and the client secret.',
                )
              : both(
                  '카카오가 REST API 키를 받아들입니다. 클라이언트 시크릿은 꺼져 있습니다.',
                  'Kakao accepts the REST API key. The client secret is OFF.',
                ),
            assumption: tokenAssumption,
          },
          clientID,
          clientSecret,
        )
      : refused(error, report, error.code === 'KOE010' ? (clientSecret ?? clientID) : clientID),
  ];
  found.push(...(await probeAuthorize(kakao, app, clientID, uris, report)));
  if (app.logoutRedirectURL) found.push(await probeLogout(kakao, clientID, app.logoutRedirectURL, report));
  return found;
}

const firstWeb = (uris: readonly Setting[]): string | undefined => uris.find(({ value }) => webUrl(value))?.value;

/** Kakao's code, or one of ours if there is no response of Kakao. */
function codeOfError({ kind, code }: KakaoError): string {
  if (kind === 'auth' && code === 'unknown_error') return 'bad_answer';
  if (kind === 'auth' || kind === 'api') return String(code);
  if (kind === 'connection') return code === 'tls' ? 'tls' : 'no_answer';
  return 'bad_answer';
}

const requests = {
  token: both('토큰 요청', 'a token request'),
  login: both('로그인을 시작하는 요청', 'the start of a login'),
  logout: both('로그아웃을 시작하는 요청', 'the start of a logout'),
  admin: both('어드민 키를 쓰는 호출', 'a call with the admin key'),
} as const;

function answered({ ko, en }: Bilingual, code: string): Bilingual {
  if (code === 'no_answer' || code === 'tls') return both(`${ko}에 응답이 없습니다.`, `There is no answer to ${en}.`);
  if (code === 'bad_answer') {
    return both(
      `${ko}에 카카오가 보낸 것 같지 않은 응답이 왔습니다.`,
      `The answer to ${en} does not look like Kakao’s.`,
    );
  }
  return both(`${ko}에 카카오가 ${code} 코드로 응답했습니다.`, `Kakao answered ${en} with ${code}.`);
}

/** Other servers also send JSON with `error`, but not with Kakao's codes. */
const notKakao = {
  cause: both(
    '카카오의 에러 코드가 없는 응답입니다. hosts가 다른 서버의 주소이거나, 중계 서버나 방화벽이 대신 응답했을 수 있습니다.',
    'The answer has no error code of Kakao’s. hosts may be the address of another server, or a relay or a firewall answered in Kakao’s place.',
  ),
  remedy: both(
    'hosts 옵션의 주소와 포트를 확인하세요. 카카오에 연결하려면 hosts를 빼세요.',
    'Check the address and the port of the option hosts. To reach Kakao, leave hosts out.',
  ),
};

/** The finding for an error of Kakao or of the connection, with the client's texts. */
function refused(error: KakaoError, report: Reporter, ...settings: (Setting | undefined)[]): Finding {
  const code = codeOfError(error);
  return report(
    'FAIL',
    code,
    {
      message: answered(requests.token, code),
      ...(error.code === 'unknown_error' ? notKakao : { cause: error.reason, remedy: error.remedy }),
      console: placeOf[code],
      ...(error.kind === 'auth' && code !== 'bad_answer' && { assumption: tokenAssumption }),
    },
    ...settings,
  );
}

const kindNames: Readonly<Record<Exclude<KeyKind, 'no_answer' | 'unknown'>, Bilingual>> = {
  rest: kinds.clientID,
  javascript: kinds.javascriptKey,
  native: kinds.nativeKey,
  client: kinds.audience,
  admin: kinds.adminKey,
};

/** The finding for a key that is unknown to Kakao, or of another kind. */
function wrongKind(
  kind: Exclude<KeyKind, 'no_answer'>,
  error: KakaoError | undefined,
  setting: Setting,
  wanted: Exclude<KeyRole, 'clientSecret'>,
  report: Reporter,
): Finding {
  const { ko, en, place } = kinds[wanted];
  const copy = both(`콘솔에서 ${ko}를 복사해 넣으세요.`, `Copy the ${en} from the console.`);
  if (kind === 'unknown') {
    const code = error?.kind === 'api' ? String(error.code) : 'KOE101';
    return report(
      'FAIL',
      code,
      {
        message: both(`카카오에 없는 키입니다: ${setting.name}`, `Kakao does not know the key in ${setting.name}.`),
        cause: both(
          '잘못 복사했거나, 콘솔에서 삭제 또는 비활성화한 키입니다.',
          'It was not copied completely, or it was deleted or deactivated in the console.',
        ),
        remedy: copy,
        console: place,
        assumption: kindAssumption,
      },
      setting,
    );
  }
  const name = kindNames[kind];
  const leaks = kind === 'admin' && (wanted === 'javascriptKey' || wanted === 'nativeKey');
  return report(
    'FAIL',
    'wrong_key_kind',
    {
      message: both(`${setting.name}에 ${name.ko}가 들어 있습니다.`, `${setting.name} holds ${withArticle(name.en)}.`),
      cause: both(
        `여기에는 ${ko}가 필요합니다. 키는 모두 16진수 32자여서 눈으로 구분할 수 없습니다.${leaks ? ' 어드민 키가 브라우저나 앱에 공개됩니다.' : ''}`,
        `This setting needs ${withArticle(en)}. All keys have 32 hex digits, so they cannot be told apart by eye.${leaks ? ' The admin key gets into browsers or apps here.' : ''}`,
      ),
      remedy: leaks
        ? both(
            `${copy.ko} 공개된 어드민 키는 새로 발급하세요.`,
            `${copy.en} Issue a new admin key if this one was published.`,
          )
        : copy,
      console: place,
      assumption: assumptionOf(kind),
    },
    setting,
  );
}

const assumptionOf = (kind: KeyKind): Bilingual =>
  kind === 'javascript' || kind === 'native' ? clientKindAssumption : kindAssumption;

async function probeAuthorize(
  kakao: Kakao,
  app: AppSettings,
  clientID: Setting,
  uris: readonly Setting[],
  report: Reporter,
): Promise<Finding[]> {
  const found: Finding[] = [];
  let registered: Setting | undefined;
  if (!uris.some(({ value }) => !value.startsWith('/'))) {
    // With any redirect URI, Kakao reports what is wrong with the app itself.
    const anywhere = 'http://localhost/';
    const code = codeOf(await open(kakao.authorizeUrl(clientID.value, anywhere), kakao.now), anywhere);
    if (code !== undefined && code !== 'KOE006') return [atAuthorize(code, report, clientID, kakao)];
  }
  for (const uri of uris) {
    if (uri.value.startsWith('/')) {
      const message = both(
        '리다이렉트 URI의 출처를 몰라 등록 여부를 확인하지 않았습니다. --redirect-uri로 주소 전체를 알려 주세요.',
        'Whether the redirect URI is registered was not checked: its origin is unknown. Pass the whole address with --redirect-uri.',
      );
      found.push(report('SKIP', 'redirect_uri_registered', { message }, uri));
      continue;
    }
    const code = codeOf(await open(kakao.authorizeUrl(clientID.value, uri.value), kakao.now), uri.value);
    if (code === undefined) {
      registered ??= uri;
      const message = both(
        '카카오가 이 리다이렉트 URI로 로그인을 시작합니다.',
        'Kakao starts a login with this redirect URI.',
      );
      found.push(report('PASS', 'redirect_uri_registered', { message, assumption: pageAssumption }, uri));
      continue;
    }
    found.push(atAuthorize(code, report, code === 'KOE006' ? uri : clientID, kakao, { uri }));
    if (code !== 'KOE006') return found;
  }
  found.push(...(await probeScope(kakao, app, clientID, registered, report)));
  return found;
}

/** The error of the first request of a login, if any: a KOE code, or one of ours. */
function codeOf(page: Page | undefined, redirectUri: string): string | undefined {
  if (page === undefined) return 'no_answer';
  if (page.code !== undefined) return page.code;
  if (page.status >= 400) return 'bad_answer';
  const { location = '' } = page;
  if (!location.startsWith(redirectUri) || !URL.canParse(location)) return undefined;
  const error = new URL(location).searchParams.get('error');
  if (error === 'unauthorized_client') return 'KOE125';
  return error === null ? undefined : 'bad_answer';
}

/** Kakao documents that KOE125 is a redirect. */
const isOnPage = (code: string): boolean => code.startsWith('KOE') && code !== 'KOE125';

function atAuthorize(
  code: string,
  report: Reporter,
  setting: Setting | undefined,
  kakao: Kakao,
  { uri, request = requests.login }: { uri?: Setting; request?: Bilingual } = {},
): Finding {
  const entry = Object.hasOwn(koeCodes, code) ? koeCodes[code] : undefined;
  const note = code === 'KOE006' && uri ? redirectUriNote(uri.value, kakao.hosts.kauth) : undefined;
  return report(
    'FAIL',
    code,
    {
      message: answered(request, code),
      cause:
        entry?.reason ??
        both(
          '카카오의 응답을 읽을 수 없습니다. 중계 서버나 방화벽이 대신 응답했을 수 있습니다.',
          'Kakao’s answer cannot be read. A relay or a firewall may have answered in its place.',
        ),
      remedy: note ?? entry?.remedy ?? both('잠시 후 다시 시도하세요.', 'Try again later.'),
      console: placeOf[code],
      ...(isOnPage(code) && { assumption: pageAssumption }),
    },
    setting,
  );
}

/** One item that is not set up fails the whole login. If the list fails, each item is tried alone. */
async function probeScope(
  kakao: Kakao,
  app: AppSettings,
  clientID: Setting,
  uri: Setting | undefined,
  report: Reporter,
): Promise<Finding[]> {
  const { scope } = app;
  const { serviceTerms, channelPublicIds } = app.options;
  const lists = {
    scope: listOf(scope?.value),
    service_terms: listOf(serviceTerms),
    channel_public_id: listOf(channelPublicIds),
  };
  const asked = Object.entries(lists).filter(([, items]) => items.length > 0);
  if (asked.length === 0) return [];
  const setting = (parameter: string): Setting => ({
    name:
      parameter === 'scope'
        ? (scope?.name ?? 'scope')
        : ({ service_terms: 'serviceTerms', channel_public_id: 'channelPublicIds' }[parameter] ?? parameter),
    value: '',
  });
  if (uri === undefined) {
    const message = both(
      '등록된 리다이렉트 URI가 없어 동의항목을 확인하지 않았습니다.',
      'Consent items were not checked, because no redirect URI is registered.',
    );
    return [report('SKIP', 'consent_items', { message }, ...asked.map(([name]) => setting(name)))];
  }
  const answer = async (parameter: string, items: readonly string[]): Promise<string | undefined> =>
    codeOf(
      await open(kakao.authorizeUrl(clientID.value, uri.value, { [parameter]: items.join(',') }), kakao.now),
      uri.value,
    );
  const found: Finding[] = [];
  for (const [parameter, items] of asked) {
    const code = await answer(parameter, items);
    if (code === undefined) {
      const message = both('카카오가 요청한 항목을 받아들입니다.', 'Kakao accepts what the login asks for.');
      found.push(report('PASS', 'consent_items', { message, assumption: pageAssumption }, setting(parameter)));
      continue;
    }
    const wrong: string[] = [];
    if (items.length > 1) for (const item of items) if ((await answer(parameter, [item])) === code) wrong.push(item);
    const named = wrong.length > 0 ? wrong : items;
    const base = atAuthorize(code, report, setting(parameter), kakao);
    found.push({
      ...base,
      message: both(
        `${base.message.ko} 항목: ${named.join(', ')}`,
        `${base.message.en} Because of: ${named.join(', ')}`,
      ),
    });
  }
  return found;
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? listItems(value) : []).filter((item) =>
    /^[\w.-]{1,60}$/.test(item),
  );

async function probeLogout(kakao: Kakao, clientID: Setting, uri: Setting, report: Reporter): Promise<Finding> {
  if (uri.value.startsWith('/')) {
    const message = both(
      '로그아웃 리다이렉트 URI의 출처를 몰라 확인하지 않았습니다.',
      'The logout redirect URI was not checked: its origin is unknown.',
    );
    return report('SKIP', 'logout_redirect_uri', { message }, uri);
  }
  const query = new URLSearchParams({ client_id: clientID.value, logout_redirect_uri: uri.value });
  const page = await open(`${kakao.hosts.kauth}/oauth/logout?${query.toString()}`, kakao.now);
  const code = codeOf(page, uri.value);
  if (code === undefined) {
    const message = both('로그아웃 리다이렉트 URI가 등록되어 있습니다.', 'The logout redirect URI is registered.');
    return report('PASS', 'logout_redirect_uri', { message, assumption: pageAssumption }, uri);
  }
  return atAuthorize(code, report, uri, kakao, { request: requests.logout });
}

/** The expected kinds for each setting. */
const clientKinds = {
  javascriptKey: ['javascript'],
  nativeKey: ['native'],
  audience: ['javascript', 'native'],
} as const satisfies Partial<Record<KeyRole, readonly KeyKind[]>>;
type ClientRole = keyof typeof clientKinds;

const isClientRole = (role: KeyRole): role is ClientRole => Object.hasOwn(clientKinds, role);

async function probeClientKey(
  kakao: Kakao,
  setting: Setting,
  role: ClientRole,
  uris: readonly Setting[],
  report: Reporter,
): Promise<Finding[]> {
  const kind = await kakao.kindOf(setting.value);
  if (kind === 'no_answer')
    return [
      report(
        'SKIP',
        role,
        {
          message: both(
            '카카오의 응답이 없어 키를 확인하지 못했습니다.',
            'The key was not checked, because Kakao did not answer.',
          ),
        },
        setting,
      ),
    ];
  if (kind === 'client') {
    const message = both(
      'JavaScript 키이거나 네이티브 앱 키입니다. 둘 중 무엇인지는 카카오의 응답으로 알 수 없었습니다.',
      'It is a JavaScript key or a native app key. Kakao’s answers did not tell which.',
    );
    return [report('SKIP', role, { message, assumption: clientKindAssumption }, setting)];
  }
  if (!(clientKinds[role] as readonly KeyKind[]).includes(kind))
    return [wrongKind(kind, undefined, setting, role, report)];
  const name = kindNames[kind === 'native' ? 'native' : 'javascript'];
  const message = both(`카카오가 ${name.ko}로 알고 있습니다.`, `Kakao knows it as ${withArticle(name.en)}.`);
  const found = [report('PASS', role, { message, assumption: clientKindAssumption }, setting)];
  const first = firstWeb(uris);
  if (kind === 'native' || first === undefined) return found;
  const page = await open(kakao.authorizeUrl(setting.value, first), kakao.now);
  if (page?.code !== 'KOE006') return found;
  const only = report(
    'WARN',
    'javascript_redirect_uri',
    {
      message: both(
        '리다이렉트 URI가 JavaScript 키에는 등록되어 있지 않습니다.',
        'The redirect URI is not registered for the JavaScript key.',
      ),
      cause: both(
        'JavaScript SDK로 시작한 로그인은 KOE006으로 실패합니다. SDK로 로그인하지 않는다면 괜찮습니다.',
        'A login that the JavaScript SDK starts fails with KOE006. If none does, nothing is wrong.',
      ),
      remedy: both(
        'JavaScript 키에도 같은 리다이렉트 URI를 등록하세요.',
        'Register the same redirect URI for the JavaScript key.',
      ),
      console: places.javascriptRedirectUri,
      assumption: pageAssumption,
    },
    setting,
  );
  return [...found, only];
}

async function probeAdminKey(kakao: Kakao, setting: Setting, report: Reporter): Promise<Finding> {
  const error = await kakao.adminError(setting.value);
  if (error === undefined) {
    const message = both('카카오가 어드민 키를 받아들입니다.', 'Kakao accepts the admin key.');
    return report('PASS', 'admin_key', { message, assumption: adminAssumption }, setting);
  }
  if (isUnknownKey(error)) {
    const kind = await kakao.kindOf(setting.value);
    if (kind !== 'admin' && kind !== 'no_answer') return wrongKind(kind, error, setting, 'adminKey', report);
  }
  const code = codeOfError(error);
  const message = answered(requests.admin, code);
  return report(
    error.code === -3 ? 'WARN' : 'FAIL',
    code,
    { message, ...adminTexts(error), ...(error.kind === 'api' && { assumption: adminAssumption }) },
    setting,
  );
}

/** Texts about admin keys, because the client's texts are about users and access tokens. */
function adminTexts(error: KakaoError): Pick<TroubleTexts, 'cause' | 'remedy' | 'console'> {
  if (error.code === -401 && !isUnknownKey(error)) {
    return {
      cause: both(
        '어드민 키의 호출 허용 IP 주소에 이 서버의 주소가 없습니다.',
        'The allowed IP addresses of the admin key do not include this machine’s.',
      ),
      remedy: both('이 서버의 IP 주소를 추가하세요.', 'Add the IP address of this machine.'),
      console: places.adminKey,
    };
  }
  if (error.code === -401) {
    return {
      cause: both(
        '활성화된 어드민 키가 아닙니다. 콘솔에서 비활성화했거나 삭제한 키, 또는 다른 종류의 키입니다.',
        'It is not an active admin key: it was deactivated or deleted in the console, or it is another kind of key.',
      ),
      remedy: both('콘솔에서 활성화된 어드민 키를 복사해 넣으세요.', 'Copy an active admin key from the console.'),
      console: places.adminKey,
    };
  }
  if (error.code === -3) {
    return {
      cause: both(
        '카카오 로그인이 꺼져 있거나, 어드민 키의 사용 가능한 API에 사용자 조회가 없습니다.',
        'Kakao Login is OFF, or the allowed APIs of the admin key do not include reading users.',
      ),
      remedy: both(
        '카카오 로그인을 켜고, 서비스가 호출하는 API를 어드민 키의 사용 가능한 API에 추가하세요.',
        'Turn Kakao Login ON, and add the APIs that your service calls to those of the admin key.',
      ),
      console: places.adminKey,
    };
  }
  if (error.code === -903) {
    return {
      cause: error.reason,
      remedy: both(
        '앱을 소유한 개발자 계정이 카카오디벨로퍼스에 등록되어 있는지 확인하세요.',
        'Check that the developer who owns the app is still registered at Kakao Developers.',
      ),
      console: places.general,
    };
  }
  const { reason: cause, remedy } = error;
  return { cause, remedy, console: error.kind === 'api' ? places.general : notInConsole };
}
