import type { Bilingual } from '@kakao-login/client';
import { pathOf, type HttpRequest } from './http.js';
import { kauthOrigin, type Settings } from './options.js';
import { originOf } from './origin.js';
import { usage, usageTexts } from './usage.js';

type Uris = Pick<Settings, 'callbackURL' | 'callbackURLs' | 'proxy'>;

/**
 * The redirect URI for a new login: the one that the options of the request name, or else `callbackURL` of the strategy.
 *
 * @throws {KakaoUsageError} `callback_url_unlisted` when the one of the request is not among the strategy's redirect URIs
 */
export function redirectUri(request: HttpRequest, wanted: unknown, settings: Uris): string {
  const { callbackURL, callbackURLs } = settings;
  if (wanted === undefined) return absolute(request, callbackURL, settings);
  const uri = typeof wanted === 'string' ? absolute(request, wanted, settings) : undefined;
  // Compared as text, as Kakao does.
  if (uri !== undefined && callbackURLs.some((one) => absolute(request, one, settings) === uri)) return uri;
  throw usage('callback_url_unlisted', 'callbackURL', usageTexts().callbackUnlisted);
}

/** The redirect URI that a callback came to, as far as the URL of the request shows. */
export function cameBackTo(request: HttpRequest, wanted: unknown, settings: Uris): string {
  const { callbackURLs } = settings;
  if (wanted !== undefined || callbackURLs.length === 1) return redirectUri(request, wanted, settings);
  const path = pathOf(request);
  const here = callbackURLs
    .map((one) => absolute(request, one, settings))
    .filter((one) => new URL(one).pathname === path);
  const { host } = request.headers;
  return here.find((one) => new URL(one).host === host) ?? here[0] ?? redirectUri(request, undefined, settings);
}

/**
 * Whether a login started with one of these redirect URIs, so that strategies with the same key and secret do not finish each other's
 * logins. A path matches on any origin, because the two requests of a login can reach the service through different host names.
 */
export function isListed(callbackURL: string, callbackURLs: readonly string[]): boolean {
  const path = callbackURL.replace(/^https?:\/\/[^/]*/, '');
  return callbackURLs.some((one) => one === callbackURL || one === path);
}

/** The two kinds of redirect URIs: where Kakao's console has them, and how to name them to the emulator. */
const kinds = {
  login: {
    place: {
      ko: '[앱] > [플랫폼 키] > [REST API 키] > [카카오 로그인 리다이렉트 URI]',
      en: '[App] > [Platform key] > [REST API key] > Kakao Login Redirect URI',
    },
    option: '--redirect-uri',
    after: { ko: '', en: '' },
  },
  logout: {
    place: { ko: '[카카오 로그인] > [로그아웃 리다이렉트 URI]', en: '[Kakao Login] > [Logout redirect URI]' },
    option: '--logout-redirect-uri',
    after: { ko: ' (로그아웃한 뒤)', en: ' after a logout' },
  },
} as const;

/**
 * A sentence in Korean and English that says what to register for a redirect URI, and where: in Kakao's console, or in the emulator if
 * the login page is not Kakao's. `redirectUriNotes` of a strategy are these sentences in English.
 *
 * @param callbackURL a redirect URI, or a path on the service
 * @param kauth the origin of the login page; default `https://kauth.kakao.com`
 * @param kind whether users come back there after a login or a logout
 * @throws TypeError when `kauth` is not a URL
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/prerequisite
 */
export function redirectUriNote(
  callbackURL: string,
  kauth: string = kauthOrigin,
  kind: 'login' | 'logout' = 'login',
): Bilingual {
  const { hostname } = new URL(kauth);
  const { place, option, after } = kinds[kind];
  const koConsole = `developers.kakao.com의 ${place.ko}`;
  const inConsole = `at developers.kakao.com, ${place.en}.`;
  const isPath = callbackURL.startsWith('/');
  const comesBack = (isPath ? `${callbackURL} on the origin of each request` : callbackURL) + after.en;
  const koComesBack = (isPath ? `각 요청의 출처 뒤에 경로(${callbackURL})를 붙인 주소` : callbackURL) + after.ko;
  if (hostname === 'kauth.kakao.com') {
    return isPath
      ? {
          ko: `${koComesBack}. 사용하는 출처마다 https://<출처>${callbackURL} 주소를 ${koConsole}에 등록하세요.`,
          en: `${comesBack}. Register https://<origin>${callbackURL} for every origin ${inConsole}`,
        }
      : {
          ko: `${koComesBack} – 글자 하나까지 똑같이 ${koConsole}에 등록하세요.`,
          en: `${comesBack} – register exactly this ${inConsole}`,
        };
  }
  const uri = isPath ? `http://<origin>${callbackURL}` : callbackURL;
  const command = `kakao-emulator ${option} ${/[^\w:/.@-]/.test(uri) ? `'${uri}'` : uri}`;
  const ko = `${koComesBack} – 글자 하나까지 똑같이 에뮬레이터에 등록하세요: ${command}`;
  const en = `${comesBack} – register exactly this with the emulator: ${command}`;
  if (isLoopback(hostname)) return { ko, en };
  return {
    ko: `${ko} (hosts가 카카오로 가는 프록시라면 ${koConsole})`,
    en: `${en} (If "hosts" is a proxy of Kakao: ${inConsole})`,
  };
}

const isLoopback = (hostname: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

function absolute(request: HttpRequest, callbackURL: string, { proxy }: Uris): string {
  if (!callbackURL.startsWith('/')) return callbackURL;
  return originOf(request, proxy) + callbackURL;
}
