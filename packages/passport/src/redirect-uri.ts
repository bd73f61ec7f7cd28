import { pathOf, type HttpRequest } from './http.js';
import type { Settings } from './options.js';
import { originOf } from './origin.js';
import { usage, usageTexts } from './usage.js';

type Uris = Pick<Settings, 'callbackURL' | 'callbackURLs' | 'proxy'>;

/**
 * The redirect URI of a login that begins: the one that the request asks for, which has to be among the registered ones, or
 * the usual one.
 *
 * @throws KakaoUsageError `callback_url_unlisted`
 */
export function redirectUri(request: HttpRequest, wanted: unknown, settings: Uris): string {
  const { callbackURL, callbackURLs } = settings;
  if (wanted === undefined) return absolute(request, callbackURL, settings);
  const uri = typeof wanted === 'string' ? absolute(request, wanted, settings) : undefined;
  // Kakao compares the whole text as well.
  if (uri !== undefined && callbackURLs.some((one) => absolute(request, one, settings) === uri)) return uri;
  throw usage('callback_url_unlisted', 'callbackURL', usageTexts.callbackUnlisted);
}

/** The redirect URI that a request came back to, as far as its address tells. */
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
 * Whether a login began with one of these: two strategies that share a key and a secret do not finish each other's logins. A path
 * counts at any address, as the two legs may come through different doors.
 */
export function isListed(callbackURL: string, callbackURLs: readonly string[]): boolean {
  const path = callbackURL.replace(/^https?:\/\/[^/]*/, '');
  return callbackURLs.some((one) => one === callbackURL || one === path);
}

/**
 * A sentence for the log of a service that starts: what to register, to the letter, and where.
 *
 * @param kauth the origin that logins are sent to
 */
export function redirectUriNote(callbackURL: string, kauth: string): string {
  const { hostname } = new URL(kauth);
  const inConsole = 'at developers.kakao.com, [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI.';
  const isPath = callbackURL.startsWith('/');
  const comesBack = isPath ? `${callbackURL} on the origin of each request` : callbackURL;
  if (hostname === 'kauth.kakao.com') {
    return isPath
      ? `${comesBack}. Register https://<origin>${callbackURL} for every origin ${inConsole}`
      : `${comesBack} – register exactly this ${inConsole}`;
  }
  const uri = isPath ? `http://<origin>${callbackURL}` : callbackURL;
  const command = `kakao-emulator --redirect-uri ${/[^\w:/.@-]/.test(uri) ? `'${uri}'` : uri}`;
  const note = `${comesBack} – register exactly this with the emulator: ${command}`;
  return isLoopback(hostname) ? note : `${note} (If "hosts" is a proxy of Kakao: ${inConsole})`;
}

const isLoopback = (hostname: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

function absolute(request: HttpRequest, callbackURL: string, { proxy }: Uris): string {
  if (!callbackURL.startsWith('/')) return callbackURL;
  return originOf(request, proxy) + callbackURL;
}
