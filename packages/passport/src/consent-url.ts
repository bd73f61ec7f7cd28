import { KakaoLoginError } from '@kakao-login/client';
import { callbackParameters, hasParameter, parameter, type HttpRequest } from './http.js';
import type { Needed } from './requirement.js';
import { createSeal } from './sealed-cookie.js';

/** The query parameter of a consent URL. */
const name = 'kakao_consent';
/** How long a consent URL is good, in ms: it waits on a page until the user presses a button. */
const lifetime = 60 * 60 * 1000;

/** What a consent URL begins. */
export interface ConsentLink {
  needed: Needed;
  /** A checked address. */
  returnTo: string;
}

/** Makes the addresses that begin a consent, and reads them. */
export interface ConsentUrls {
  /** @param route of this service that begins or finishes logins */
  make(route: string, link: ConsentLink): string;
  /**
   * What the address of a request asks for, if it is one of ours.
   *
   * @throws KakaoLoginError `consent_url_invalid`
   */
  read(request: HttpRequest): ConsentLink | undefined;
}

/** @param appKey binds an address to one Kakao app, where several share a secret */
export function createConsentUrls(secrets: readonly string[], appKey: string, now: () => number): ConsentUrls {
  let known: ReturnType<typeof createSeal> | undefined;
  // Most strategies never need the key.
  const seal = () => (known ??= createSeal(secrets, '@kakao-login/passport consent URL'));
  return {
    make(route, { needed, returnTo }) {
      const sealed = seal().seal(JSON.stringify([now(), needed, returnTo]), appKey);
      return `${route}${route.includes('?') ? '&' : '?'}${name}=${sealed}`;
    },
    read(request) {
      if (!isConsentUrl(request)) return undefined;
      const text = seal().open(parameter(request, name) ?? '', appKey);
      if (text === undefined) throw new KakaoLoginError('consent_url_invalid');
      // What was sealed is ours.
      const [madeAt, needed, returnTo] = JSON.parse(text) as [number, Needed, string];
      if (now() - madeAt > lifetime) throw new KakaoLoginError('consent_url_invalid');
      return { needed, returnTo };
    },
  };
}

/** Whether a request was made to begin a consent. It may come to the callback route, where an answer of Kakao's counts before it. */
export const isConsentUrl = (request: HttpRequest): boolean =>
  request.method === 'GET' &&
  hasParameter(request, name) &&
  !callbackParameters.some((parameterName) => hasParameter(request, parameterName));
