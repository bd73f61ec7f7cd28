import { KakaoLoginError } from '@kakao-login/client';
import { callbackParameters, hasParameter, parameter, type HttpRequest } from './http.js';
import type { Settings } from './options.js';
import type { Needed } from './requirement.js';
import { createSeal } from './sealed-cookie.js';
import { warnOfProcessSecret } from './warn.js';

/** The query parameter of a consent URL. */
const name = 'kakao_consent';
/** How long a consent URL is valid, in ms. It is on a page until the user presses a button. */
const lifetime = 60 * 60 * 1000;

/** The contents of a consent URL. */
export interface ConsentLink {
  needed: Needed;
  /** A checked address. */
  returnTo: string;
}

/** Creates and reads consent URLs. */
export interface ConsentUrls {
  /** @param route of this service that starts or finishes logins */
  make(route: string, link: ConsentLink): string;
  /**
   * Reads the URL of a request. Returns `undefined` if it is not a consent URL.
   *
   * @throws {KakaoLoginError} `consent_url_invalid` when it was changed, has expired or belongs to another app
   */
  read(request: HttpRequest): ConsentLink | undefined;
}

/** @param appKey binds a URL to one Kakao app, because several apps can share a secret */
export function createConsentUrls(
  { secrets, isUnwarned }: Pick<Settings, 'secrets' | 'isUnwarned'>,
  appKey: string,
  now: () => number,
): ConsentUrls {
  let warns = isUnwarned;
  let known: ReturnType<typeof createSeal> | undefined;
  // Derived on first use, because most strategies never need the key.
  const seal = () => (known ??= createSeal(secrets, '@kakao-login/passport consent URL'));
  return {
    make(route, { needed, returnTo }) {
      if (warns) warnOfProcessSecret();
      warns = false;
      const sealed = seal().seal(JSON.stringify([now(), needed, returnTo]), appKey);
      return `${route}${route.includes('?') ? '&' : '?'}${name}=${sealed}`;
    },
    read(request) {
      if (!isConsentUrl(request)) return undefined;
      const text = seal().open(parameter(request, name) ?? '', appKey);
      if (text === undefined) throw new KakaoLoginError('consent_url_invalid');
      // The text was encrypted by us, so it has this type.
      const [madeAt, needed, returnTo] = JSON.parse(text) as [number, Needed, string];
      if (now() - madeAt > lifetime) throw new KakaoLoginError('consent_url_invalid');
      return { needed, returnTo };
    },
  };
}

/** Whether a request opens a consent URL. On the callback route, parameters from Kakao take precedence. */
export const isConsentUrl = (request: HttpRequest): boolean =>
  request.method === 'GET' &&
  hasParameter(request, name) &&
  !callbackParameters.some((parameterName) => hasParameter(request, parameterName));
