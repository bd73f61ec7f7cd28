import { both, finding, notInConsole } from '../finding.js';
import type { Finding, TroubleTexts } from '../finding.js';
import { mayBeSet } from '../settings.js';
import type { AppSettings, CookieOption, Setting } from '../settings.js';
import { isLoopback, webUrl } from './hosts.js';

/** `KakaoStrategy` encrypts its cookies with a client secret of this length. */
const longSecret = 32;

/** Checks what browsers do with the login cookie. Options that `KakaoStrategy` refuses are checked elsewhere. */
export function checkCookies(app: AppSettings, uris: readonly Setting[]): Finding[] {
  return [...checkSecret(app), ...uris.flatMap((uri) => checkAttributes(app, uri))];
}

function checkSecret(app: AppSettings): Finding[] {
  const { clientSecret, cookie } = app;
  const isUnread = mayBeSet(app, 'cookie', 'cookie.secret', 'clientSecret');
  if (cookie.secret !== undefined || isUnread || (clientSecret?.value.length ?? 0) >= longSecret) return [];
  return [
    finding(
      'WARN',
      'cookie_secret',
      { app: app.name },
      {
        message: both(
          '로그인 쿠키를 암호화할 비밀 값이 없습니다.',
          'There is no secret to encrypt the login cookie with.',
        ),
        cause: both(
          '클라이언트 시크릿이 없거나 32자보다 짧으면 프로세스마다 임의의 키를 씁니다. 서버가 둘 이상이거나 다시 시작되면 진행 중인 로그인이 실패합니다.',
          'Without a client secret of 32 characters each process makes up a key. Logins in progress then fail on another instance and after a restart.',
        ),
        remedy: both(
          'cookie.secret 옵션(KAKAO_COOKIE_SECRET)에 `openssl rand -base64 32`로 만든 값을 넣으세요.',
          'Set the option cookie.secret (KAKAO_COOKIE_SECRET) to a value of `openssl rand -base64 32`.',
        ),
        console: notInConsole,
      },
    ),
  ];
}

function checkAttributes(app: AppSettings, uri: Setting): Finding[] {
  const url = webUrl(uri.value);
  if (url === undefined) return [];
  const { cookie } = app;
  const report = (option: CookieOption, status: 'FAIL' | 'WARN', code: string, texts: TroubleTexts): Finding =>
    finding(status, code, { app: app.name, settings: [cookie[option]?.name ?? option, uri.name] }, texts);
  const found: Finding[] = [];
  if (cookie.secure?.value === true && url.protocol === 'http:') {
    found.push(
      report('secure', isLoopback(url.hostname) ? 'WARN' : 'FAIL', 'cookie_secure_http', {
        message: both(
          'http 리다이렉트 URI에 Secure 쿠키를 씁니다.',
          'The login cookie is Secure, but the redirect URI is http.',
        ),
        cause: both(
          '브라우저는 http에서 받은 Secure 쿠키를 저장하지 않습니다. localhost에서는 브라우저마다 다릅니다.',
          'Browsers do not store a Secure cookie from http. On localhost it depends on the browser.',
        ),
        remedy: both(
          'cookie.secure를 빼세요. 리다이렉트 URI에 맞게 정해집니다.',
          'Remove cookie.secure: the redirect URI decides.',
        ),
        console: notInConsole,
      }),
    );
  }
  if (cookie.secure?.value === false && url.protocol === 'https:') {
    found.push(
      report('secure', 'WARN', 'cookie_insecure', {
        message: both(
          'https 사이트인데 로그인 쿠키가 Secure가 아닙니다.',
          'The site is https, but the login cookie is not Secure.',
        ),
        cause: both(
          '__Host- 접두사가 빠져, 다른 하위 도메인이 로그인 쿠키를 덮어쓸 수 있습니다.',
          'It loses the prefix __Host-, so other subdomains can overwrite the login cookie.',
        ),
        remedy: both('cookie.secure를 빼세요.', 'Remove cookie.secure.'),
        console: notInConsole,
      }),
    );
  }
  const domain = cookie.domain?.value;
  if (typeof domain === 'string' && !covers(domain, url.hostname)) {
    found.push(
      report('domain', 'FAIL', 'cookie_domain', {
        message: both(
          `cookie.domain이 리다이렉트 URI의 호스트 ${url.hostname}에 맞지 않습니다.`,
          `cookie.domain does not contain ${url.hostname}, the host of the redirect URI.`,
        ),
        cause: both(
          '브라우저가 쿠키를 저장하지 않거나 콜백에 보내지 않아 로그인이 실패합니다. IP 주소와 localhost에는 domain을 쓸 수 없습니다.',
          'Browsers drop the cookie or do not send it to the callback. IP addresses and localhost take no domain at all.',
        ),
        remedy: both(
          'cookie.domain을 빼거나 사이트의 도메인으로 바꾸세요.',
          'Remove cookie.domain, or use the domain of the site.',
        ),
        console: notInConsole,
      }),
    );
  }
  const path = cookie.path?.value;
  if (typeof path === 'string' && path.startsWith('/') && !isBelow(url.pathname, path)) {
    found.push(
      report('path', 'FAIL', 'cookie_path', {
        message: both(
          '리다이렉트 URI의 경로가 cookie.path 밖에 있습니다.',
          'The path of the redirect URI is outside cookie.path.',
        ),
        cause: both(
          '브라우저가 콜백에 로그인 쿠키를 보내지 않습니다.',
          'Browsers do not send the login cookie to the callback.',
        ),
        remedy: both(
          'cookie.path를 빼거나, 로그인 경로와 콜백 경로를 모두 포함하는 경로로 바꾸세요.',
          'Remove cookie.path, or use a path that contains both the login route and the callback route.',
        ),
        console: notInConsole,
      }),
    );
  }
  return found;
}

/** Whether a cookie with this domain is sent to a host (RFC 6265, 5.1.3). */
export function covers(domain: string, hostname: string): boolean {
  const wanted = domain.toLowerCase().replace(/^\./, '');
  if (/^[\d.]+$|^\[/.test(hostname) || !wanted.includes('.')) return false;
  return hostname === wanted || hostname.endsWith(`.${wanted}`);
}

/** RFC 6265, 5.1.4. */
const isBelow = (path: string, cookiePath: string): boolean =>
  path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
