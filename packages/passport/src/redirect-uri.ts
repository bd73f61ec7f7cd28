import { pathOf, type HttpRequest } from './http.js';
import type { Settings } from './options.js';
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
  throw usage('callback_url_unlisted', 'callbackURL', usageTexts.callbackUnlisted);
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

/**
 * A sentence for the log when a service starts: which redirect URI to register, and where.
 *
 * @param kauth the origin of Kakao's login page
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
