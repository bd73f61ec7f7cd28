import { apiCodes, kaeCodes, koeCodes } from '@kakao-login/client/contract';
import type { EndpointName } from '@kakao-login/client/contract';

import type { ConsentItem } from '../seed/types.js';

/** What is wrong with an ID token. */
export type IdTokenFlaw = 'expired' | 'signature' | 'nonce' | 'audience' | 'issuer' | 'unknown-key';

/** The kinds of faults. */
export type FaultKind =
  /**
   * A documented refusal, by its code: `'KOE237'` at kauth, `-10` at kapi. For -402, `requiredScopes` are the missing
   * consent items. `/oauth/authorize` also accepts the `error` of a redirect (`'access_denied'`,
   * `'interaction_required'` …), and the address picker, `/user/address`, its own codes (`'KAE004'`).
   */
  | { kind: 'error'; code: string | number; requiredScopes?: ConsentItem[] }
  /** Any response. */
  | { kind: 'answer'; status: number; body?: string; headers?: Record<string, string> }
  /** An HTML page where JSON is expected, as gateways send. */
  | { kind: 'html'; status?: number }
  /** The normal response, later. */
  | { kind: 'latency'; milliseconds: number }
  /** No response. The connection stays open. */
  | { kind: 'hang' }
  /** The connection is reset. */
  | { kind: 'reset' }
  /** The connection ends in the middle of the body. */
  | { kind: 'cut' }
  /** The body arrives byte by byte, which splits Korean letters. */
  | { kind: 'trickle' }
  /** A token response with a flawed ID token. */
  | { kind: 'id-token'; flaw: IdTokenFlaw }
  /** A key set with another key under the right `kid`, or without keys. */
  | { kind: 'jwks'; flaw: 'wrong' | 'empty' };

/** A fault, where it happens, and how often. */
export type Fault = FaultKind & {
  /**
   * Name of an endpoint (`user.me`), a path (`/oauth/authorize`), or `*`: the next request or, for an error, the next
   * request that can have it.
   */
  on: EndpointName | (string & {});
  /** Default: once, or forever if there is a `rate`. */
  times?: number;
  /** Probability from 0 to 1. Default 1. */
  rate?: number;
};

/** What can be wrong with an ID token, and with the key set. */
export const flaws = {
  'id-token': ['expired', 'signature', 'nonce', 'audience', 'issuer', 'unknown-key'],
  jwks: ['wrong', 'empty'],
} as const satisfies { 'id-token': readonly IdTokenFlaw[]; jwks: readonly string[] };

/** `error` of a redirect from authorize. The SDK's own `auto_login` and `timeout` never come from Kakao. */
export const redirectErrors: readonly string[] = [
  'access_denied',
  'consent_required',
  'login_required',
  'interaction_required',
  'unauthorized_client',
  'server_error',
  'invalid_scope',
  'invalid_request',
  'misconfigured',
];

interface Place {
  name: string;
  paths: RegExp;
}

/** Which host sends which codes. */
const families: readonly (Place & { has: (code: string) => boolean })[] = [
  { name: 'kauth', paths: /^\/(?:oauth|\.well-known|apiweb|api)\//, has: (code) => Object.hasOwn(koeCodes, code) },
  { name: 'kapi', paths: /^\/v\d\//, has: (code) => Object.hasOwn(apiCodes, code) },
  { name: 'the address picker', paths: /^\/user\//, has: (code) => Object.hasOwn(kaeCodes, code) },
  { name: '/oauth/authorize', paths: /^\/oauth\/authorize$/, has: (code) => redirectErrors.includes(code) },
];
const anywhere: Place = { name: 'everywhere', paths: /^/ };
const tokens: Place = { name: 'oauth.token', paths: /^\/oauth\/token$/ };
const keySet: Place = { name: 'oidc.jwks', paths: /^\/\.well-known\/jwks\.json$/ };

export const placeOfCode = (code: string | number): Place | undefined => families.find(({ has }) => has(String(code)));

export function placeOf(fault: FaultKind): Place {
  switch (fault.kind) {
    case 'error':
      return placeOfCode(fault.code) ?? anywhere;
    case 'id-token':
      return tokens;
    case 'jwks':
      return keySet;
    default:
      return anywhere;
  }
}

/** Whether this path can have the fault. `*` means every path that can. */
export const fits = (fault: FaultKind, path: string): boolean => placeOf(fault).paths.test(path);
