import { apiCodes, kaeCodes, koeCodes } from '@kakao-login/client/contract';
import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';

import type { Fault, FaultKind, IdTokenFlaw } from './faults/plan.js';
import { CONTROL_PREFIX } from './http/call.js';
import { isEndpoint } from './request-log.js';

/** What can be wrong with an ID token, and with the key set. */
export const flaws: Readonly<Record<'id-token' | 'jwks', readonly string[]>> = {
  'id-token': ['expired', 'signature', 'nonce', 'audience', 'issuer', 'unknown-key'] satisfies IdTokenFlaw[],
  jwks: ['wrong', 'empty'],
};

/** `error` of a redirect from authorize. The SDK's own `auto_login` and `timeout` never come from Kakao. */
const redirectErrors: readonly string[] = [
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

/** Who sends which codes. */
const families: readonly (Place & { has: (code: string) => boolean })[] = [
  { name: 'kauth', paths: /^\/(?:oauth|\.well-known|apiweb|api)\//, has: (code) => Object.hasOwn(koeCodes, code) },
  { name: 'kapi', paths: /^\/v\d\//, has: (code) => Object.hasOwn(apiCodes, code) },
  { name: 'the address picker', paths: /^\/user\//, has: (code) => Object.hasOwn(kaeCodes, code) },
  { name: '/oauth/authorize', paths: /^\/oauth\/authorize$/, has: (code) => redirectErrors.includes(code) },
];
const anywhere: Place = { name: 'everywhere', paths: /^/ };
const tokens: Place = { name: 'oauth.token', paths: /^\/oauth\/token$/ };
const keySet: Place = { name: 'oidc.jwks', paths: /^\/\.well-known\/jwks\.json$/ };

const placeOfCode = (code: string | number): Place | undefined => families.find(({ has }) => has(String(code)));

function placeOf(fault: FaultKind): Place {
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

/** Whether what was ordered is ever answered from there; `*` stands for every such path. */
export const fits = (fault: FaultKind, path: string): boolean => placeOf(fault).paths.test(path);

const isStatus = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 200 && Number(value) < 600;

/** Besides `on`, `kind`, `times` and `rate`. */
const members: Readonly<Record<FaultKind['kind'], readonly string[]>> = {
  error: ['code', 'requiredScopes'],
  answer: ['status', 'body', 'headers'],
  html: ['status'],
  latency: ['milliseconds'],
  hang: [],
  reset: [],
  cut: [],
  trickle: [],
  'id-token': ['flaw'],
  jwks: ['flaw'],
};

/** More is not a wait that any timer can do. */
const LONGEST_WAIT = 2 ** 31 - 1;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isHeaders = (value: unknown): boolean =>
  typeof value === 'object' &&
  Object.entries(value ?? {}).every(
    ([name, text]: [string, unknown]) => /^[\w-]+$/.test(name) && isText(text) && !/[^\t\x20-\x7e]/.test(text),
  );

/** What is wrong with the members that belong to a kind. */
function mistakeOfKind(fault: FaultKind): string | undefined {
  switch (fault.kind) {
    case 'error':
      if (!isText(fault.code) && typeof fault.code !== 'number') {
        return 'code is a KOE or KAE code, a negative number, or the error of a redirect';
      }
      if (!placeOfCode(fault.code)) return `there is no documented code ${fault.code}`;
      return fault.requiredScopes === undefined || isTexts(fault.requiredScopes)
        ? undefined
        : 'requiredScopes is a list of consent items';
    case 'answer':
      if (!isStatus(fault.status)) return 'status is a number from 200 to 599';
      if (fault.body !== undefined && !isText(fault.body)) return 'body is text';
      return fault.headers === undefined || isHeaders(fault.headers)
        ? undefined
        : 'headers is an object of ASCII texts';
    case 'html':
      return fault.status === undefined || isStatus(fault.status) ? undefined : 'status is a number from 200 to 599';
    case 'latency':
      return Number.isFinite(fault.milliseconds) && fault.milliseconds >= 0 && fault.milliseconds <= LONGEST_WAIT
        ? undefined
        : 'milliseconds is a number from 0';
    case 'id-token':
    case 'jwks':
      return flaws[fault.kind].includes(fault.flaw) ? undefined : `flaw is one of ${flaws[fault.kind].join(', ')}`;
    default:
      return undefined;
  }
}

/** What is wrong with the place that was named. */
function mistakeOfPlace(fault: Fault): string | undefined {
  const { on } = fault;
  if (on === '*') return undefined;
  const path = isEndpoint(on) ? endpoints[on as EndpointName].path : on;
  if (`${path}/`.startsWith(`${CONTROL_PREFIX}/`)) return 'nothing goes wrong in the control API';
  if (fits(fault, path)) return undefined;
  const what = fault.kind === 'error' ? `the code ${fault.code}` : fault.kind;
  return `${what} belongs to ${placeOf(fault).name}, and ${on} never answers it`;
}

/** What is wrong with an order, which may have come over HTTP from any language. */
function mistakeIn(fault: Fault): string | undefined {
  const { kind, on, times, rate } = fault;
  if (!isText(kind) || !Object.hasOwn(members, kind)) return `kind is one of ${Object.keys(members).join(', ')}`;
  if (!isText(on) || !(on === '*' || /^\/[^?#]*$/.test(on) || isEndpoint(on))) {
    return 'on names an endpoint such as user.me, a path such as /oauth/authorize without a query, or *';
  }
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) return 'times is a whole number from 1';
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1)) return 'rate is between 0 and 1';
  const known = ['on', 'kind', 'times', 'rate', ...members[kind]];
  const unknown = Object.keys(fault).find((name) => !known.includes(name));
  if (unknown !== undefined) return `${unknown} is not known here; known are ${known.join(', ')}`;
  return mistakeOfKind(fault) ?? mistakeOfPlace(fault);
}

/**
 * Reads an order as it is written in any language: a path with a slash at its end, a negative code as text.
 *
 * @throws TypeError when it could not be played; the message says why.
 */
export function readFault(order: Fault): Fault {
  const fault = { ...order };
  if (isText(fault.on) && /.\/$/.test(fault.on)) fault.on = fault.on.slice(0, -1);
  if (fault.kind === 'error' && isText(fault.code) && /^-\d+$/.test(fault.code)) fault.code = Number(fault.code);
  const mistake = mistakeIn(fault);
  if (mistake !== undefined) throw new TypeError(`faults: ${mistake}`);
  return fault;
}
