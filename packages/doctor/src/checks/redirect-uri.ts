import { redirectUriNote } from '@kakao-login/passport';
import { both, finding } from '../finding.js';
import type { Finding, Status, TextsOf } from '../finding.js';
import { places } from '../places.js';
import { absentNames, mayBeSet } from '../settings.js';
import type { AppSettings, Setting, Settings } from '../settings.js';
import { covers } from './cookies.js';
import { isLoopback, webUrl } from './hosts.js';

const kakao = 'https://kauth.kakao.com';

/** The redirect URIs of an app. A path becomes a complete URI if the address of the service is known. */
export function redirectUris(app: AppSettings, site: Setting | undefined): Setting[] {
  return app.callbackURLs.map((setting) => {
    const origin = webUrl(site?.value)?.origin;
    return setting.value.startsWith('/') && origin !== undefined
      ? { ...setting, value: origin + setting.value }
      : setting;
  });
}

/** Offline checks of the redirect URIs of one app, and what to register. */
export function checkRedirectUris(app: AppSettings, settings: Settings, hosts: string | undefined): Finding[] {
  if (app.callbackURLs.length === 0) {
    if (mayBeSet(app, 'callbackURL', 'callbackURLs')) return [];
    const variable = app.absent.callbackURL;
    return [
      finding(
        'FAIL',
        'redirect_uri_missing',
        { app: app.name, settings: absentNames(app, 'callbackURL') },
        {
          message: both('리다이렉트 URI가 없습니다.', 'There is no redirect URI.'),
          cause: both(
            '카카오는 로그인이 끝나면 등록된 리다이렉트 URI로 사용자를 돌려보냅니다.',
            'After a login Kakao sends the user back to a registered redirect URI.',
          ),
          remedy:
            variable === undefined
              ? both(
                  'KAKAO_REDIRECT_URI 변수나 callbackURL 옵션, --redirect-uri로 알려 주세요.',
                  'Set KAKAO_REDIRECT_URI or the option callbackURL, or pass --redirect-uri.',
                )
              : both(
                  `${variable} 변수에 리다이렉트 URI를 넣으세요. callbackURL이 이 변수를 읽습니다.`,
                  `Set ${variable}, which callbackURL reads, to the redirect URI.`,
                ),
          console: places.redirectUri,
        },
      ),
    ];
  }
  const uris = redirectUris(app, settings.site);
  const production = /^prod/i.test(settings.variables['NODE_ENV'] ?? '');
  return [
    ...app.callbackURLs.flatMap((setting) => checkPath(app, setting, settings)),
    ...uris.flatMap((uri) => [...checkUrl(app, uri, production), ...checkSite(app, uri, settings.site)]),
    ...uris.flatMap((uri) => toRegister(app, uri, hosts)),
  ];
}

const reporter =
  (app: AppSettings, ...settings: (Setting | undefined)[]) =>
  <S extends Status>(status: S, code: string, texts: TextsOf<S>): Finding =>
    finding(status, code, { app: app.name, settings: settings.flatMap((one) => (one ? [one.name] : [])) }, texts);

/** Shows the exact redirect URI to register in the console or in the emulator. */
function toRegister(app: AppSettings, setting: Setting, hosts: string | undefined): Finding[] {
  const isPrintable = setting.value.startsWith('/') || webUrl(setting.value) !== undefined;
  if (!isPrintable || webUrl(setting.value)?.password) return [];
  const { ko, en } = redirectUriNote(setting.value, hosts ?? kakao);
  return [
    finding(
      'PASS',
      'redirect_uri',
      { app: app.name, settings: [setting.name] },
      { message: both(`리다이렉트 URI: ${ko}`, `Redirect URI: ${en}`), console: places.redirectUri },
    ),
  ];
}

function checkPath(app: AppSettings, setting: Setting, { site, trustsProxy }: Settings): Finding[] {
  if (!setting.value.startsWith('/')) return [];
  if (
    app.options['proxy'] === true ||
    trustsProxy ||
    (site !== undefined && isLoopback(webUrl(site.value)?.hostname ?? ''))
  ) {
    return [];
  }
  const report = reporter(app, setting);
  return [
    report('WARN', 'trust_proxy', {
      message: both(
        '리다이렉트 URI가 경로뿐이어서 요청마다 주소를 만듭니다.',
        'The redirect URI is only a path, so its origin is taken from each request.',
      ),
      cause: both(
        'HTTPS를 처리하는 프록시 뒤에서는 앱이 http 요청만 봅니다. 프록시를 신뢰하지 않으면 http://로 시작하는 주소를 보내고 KOE006으로 실패합니다.',
        'Behind a proxy that handles HTTPS the application sees http. Unless it trusts the proxy, it sends an http:// address, and the login fails with KOE006.',
      ),
      remedy: both(
        "`app.set('trust proxy', 1)`이나 옵션 `proxy: true`를 쓰거나, callbackURL에 https 주소 전체를 넣으세요.",
        "Use `app.set('trust proxy', 1)` or the option `proxy: true`, or set callbackURL to the whole https address.",
      ),
      console: places.redirectUri,
    }),
  ];
}

function checkUrl(app: AppSettings, setting: Setting, production: boolean): Finding[] {
  const url = webUrl(setting.value);
  if (url === undefined) return [];
  const report = reporter(app, setting);
  const found: Finding[] = [];
  if (url.username !== '' || url.password !== '') {
    found.push(
      report('FAIL', 'redirect_uri_password', {
        message: both(
          '리다이렉트 URI에 사용자 이름이나 비밀번호가 있습니다.',
          'The redirect URI contains a user name or password.',
        ),
        cause: both(
          '리다이렉트 URI는 브라우저의 주소와 기록에 남습니다.',
          'Redirect URIs show in the address bar and history of browsers.',
        ),
        remedy: both(
          '@ 앞부분을 지우고 그 비밀번호는 바꾸세요.',
          'Remove what is before the @, and change that password.',
        ),
        console: places.redirectUri,
      }),
    );
  }
  if (/^(?:0\.0\.0\.0|\[::\])$/.test(url.hostname)) {
    found.push(
      report('FAIL', 'redirect_uri_unspecified', {
        message: both(
          `리다이렉트 URI의 호스트가 ${url.hostname}입니다.`,
          `The host of the redirect URI is ${url.hostname}.`,
        ),
        cause: both(
          '서버가 요청을 기다리는 주소일 뿐, 브라우저가 찾아갈 수 있는 주소가 아닙니다.',
          'Servers listen on this address, but browsers cannot open it everywhere.',
        ),
        remedy: both(
          '개발할 때는 localhost, 운영에서는 도메인을 쓰세요.',
          'Use localhost for development, and your domain otherwise.',
        ),
        console: places.redirectUri,
      }),
    );
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    found.push(
      report('WARN', 'redirect_uri_http', {
        message: both('리다이렉트 URI가 http입니다.', 'The redirect URI is http.'),
        cause: both(
          '인가 코드가 암호화되지 않은 채 전송되고, 로그인 쿠키에 Secure와 __Host-를 쓸 수 없습니다.',
          'The authorization code travels unencrypted, and the login cookie cannot be Secure and __Host-.',
        ),
        remedy: both('https 주소로 바꾸고 그 주소를 등록하세요.', 'Use an https address, and register that one.'),
        console: places.redirectUri,
      }),
    );
  }
  if (production && isLoopback(url.hostname)) {
    found.push(
      report('WARN', 'redirect_uri_local', {
        message: both(
          'NODE_ENV는 production인데 리다이렉트 URI가 이 컴퓨터를 가리킵니다.',
          'NODE_ENV is production, but the redirect URI leads to this machine.',
        ),
        cause: both(
          '다른 컴퓨터의 사용자는 로그인 뒤에 서비스로 돌아오지 못합니다.',
          'After a login, users on other machines do not get back to the service.',
        ),
        remedy: both('운영 주소의 리다이렉트 URI를 쓰세요.', 'Use the redirect URI of your public address.'),
        console: places.redirectUri,
      }),
    );
  }
  return found;
}

/** The login cookie is set where the login starts, and has to be sent to the redirect URI. */
function checkSite(app: AppSettings, setting: Setting, site: Setting | undefined): Finding[] {
  const [start, back] = [webUrl(site?.value), webUrl(setting.value)];
  if (start === undefined || back === undefined || start.origin === back.origin) return [];
  const report = reporter(app, site, setting);
  const fix = {
    remedy: both(
      `로그인을 시작하는 주소와 리다이렉트 URI의 출처를 같게 하세요: ${start.origin}${back.pathname}`,
      `Give both the same origin, and register ${start.origin}${back.pathname}`,
    ),
    console: places.redirectUri,
  };
  if (start.hostname !== back.hostname && isLoopback(start.hostname) && isLoopback(back.hostname)) {
    return [
      report('FAIL', 'site_loopback', {
        message: both(
          `사이트는 ${start.hostname}, 리다이렉트 URI는 ${back.hostname}입니다.`,
          `The site is on ${start.hostname}, and the redirect URI on ${back.hostname}.`,
        ),
        cause: both(
          '같은 컴퓨터라도 브라우저에는 다른 호스트여서 로그인 쿠키가 전송되지 않습니다.',
          'They are the same machine, but different hosts to a browser, which does not send the login cookie.',
        ),
        ...fix,
      }),
    ];
  }
  const found: Finding[] = [];
  if (start.protocol !== back.protocol) {
    const lost = back.protocol === 'https:';
    found.push(
      report(lost ? 'FAIL' : 'WARN', 'site_scheme', {
        message: both(
          `사이트는 ${start.protocol.slice(0, -1)}, 리다이렉트 URI는 ${back.protocol.slice(0, -1)}입니다.`,
          `The site is ${start.protocol.slice(0, -1)}, and the redirect URI ${back.protocol.slice(0, -1)}.`,
        ),
        cause: lost
          ? both(
              'https인 리다이렉트 URI에는 Secure 쿠키를 쓰는데, http 페이지에서는 브라우저가 Secure 쿠키를 저장하지 않습니다.',
              'An https redirect URI makes the login cookie Secure, and browsers do not store such a cookie from an http page.',
            )
          : both(
              '인가 코드가 암호화되지 않은 채 전송되고, 브라우저에 따라 로그인 쿠키가 전송되지 않습니다.',
              'The authorization code travels unencrypted, and some browsers do not send the login cookie.',
            ),
        ...fix,
      }),
    );
  }
  if (start.hostname !== back.hostname) {
    const domain = app.cookie.domain?.value;
    const isShared = typeof domain === 'string' && covers(domain, start.hostname) && covers(domain, back.hostname);
    if (!isShared) {
      found.push(
        report('WARN', 'site_host', {
          message: both(
            `사이트는 ${start.host}, 리다이렉트 URI는 ${back.host}입니다.`,
            `The site is on ${start.host}, and the redirect URI on ${back.host}.`,
          ),
          cause: both(
            '로그인 쿠키는 로그인을 시작한 호스트에만 전송됩니다. www가 있고 없는 주소도 서로 다른 호스트입니다.',
            'The login cookie is only sent to the host where the login started. With and without www are two hosts, too.',
          ),
          ...fix,
        }),
      );
    }
  } else if (start.protocol === back.protocol) {
    found.push(
      report('WARN', 'site_port', {
        message: both(
          `사이트는 ${start.host}, 리다이렉트 URI는 ${back.host}입니다.`,
          `The site is on ${start.host}, and the redirect URI on ${back.host}.`,
        ),
        cause: both('포트가 다르면 다른 서버로 돌아옵니다.', 'Another port is another server.'),
        ...fix,
      }),
    );
  }
  return found;
}
