import {
  adminKeyRefused,
  apiCodes,
  koeCodes,
  oauthErrorCodes,
  unknownApiCode,
  unknownAuthCode,
} from '../contract/codes/index.js';
import type { Bilingual, CodeEntry } from '../contract/codes/index.js';
import { endpoints } from '../contract/endpoints.js';
import type { EndpointName } from '../contract/endpoints.js';
import {
  connectionCodes,
  loginCodes,
  tokenCodes,
  unexpectedCodes,
  unknownLoginCode,
  webhookCodes,
} from './local-codes.js';
import type { ConnectionCode, TokenCode, UnexpectedCode, WebhookCode } from './local-codes.js';
import { isErrorName, scrub } from './scrub.js';
import { usageCodes } from './usage-codes.js';
import type { UsageCode } from './usage-codes.js';

/** What every error of this library carries. Not exported as a value: branch on `kind`, or use `isKakaoError`. */
abstract class KakaoErrorBase extends Error {
  abstract readonly kind: 'api' | 'auth' | 'connection' | 'unexpected' | 'token' | 'webhook' | 'login' | 'usage';
  abstract readonly code: string | number;
  /** HTTP status with which a service should answer its own caller. */
  readonly status: number;
  /** Says, as `http-errors` does, that `message` may reach the caller: it is ours. Nest 12 answers `status` only with it. */
  readonly expose = true;
  /**
   * Whether the very same request may succeed a little later. Of a call that changes something this is said only when
   * nothing was sent: else it may have taken effect, and a code is spent.
   */
  readonly retryable: boolean;
  /** Why it happened, in Korean and English. */
  readonly reason: Bilingual;
  /** What to do about it, in Korean and English. */
  readonly remedy: Bilingual;
  /** Seconds after which Kakao asked to be tried again, where its answer said so (RFC 9110, 10.2.3). */
  retryAfter?: number;
  /** The endpoint that was called, where there was one. */
  readonly endpoint?: EndpointName;

  constructor(
    what: string,
    entry: Pick<CodeEntry, 'status' | 'retryable' | 'reason' | 'remedy'>,
    endpoint?: EndpointName,
    sent = true,
  ) {
    super(`${endpoint === undefined ? '' : `${endpoint}: `}${what}. ${entry.reason.en} ${entry.remedy.en}`);
    this.status = entry.status;
    this.retryable = entry.retryable && (!sent || endpoint === undefined || endpoints[endpoint].retry);
    this.reason = entry.reason;
    this.remedy = entry.remedy;
    if (endpoint !== undefined) this.endpoint = endpoint;
  }

  /** The same as `status`; the name under which Nest's default filter and Fastify look for it. */
  get statusCode(): number {
    return this.status;
  }
}

/** What Kakao answered, as far as it may be kept. */
export interface KakaoAnswer {
  /** HTTP status of Kakao's answer. */
  kakaoStatus: number;
  /** Kakao's own sentence. It is cleaned of codes, tokens and keys before it is kept. */
  kakaoMessage?: string;
  endpoint?: EndpointName;
}

/** kapi refused the call with one of its negative codes. */
export class KakaoApiError extends KakaoErrorBase {
  override readonly name = 'KakaoApiError';
  readonly kind = 'api';
  readonly code: number;
  readonly kakaoStatus: number;
  /** Kakao's own sentence, for logs; never show it to the user who logs in. */
  readonly kakaoMessage?: string;
  /** With -402: the consent items that the call needs. Ask for them with `authorizationUrl({ scope })`. */
  readonly requiredScopes: string[];
  /** With -402: the consent items that the user has agreed to. */
  readonly allowedScopes: string[];

  constructor(
    answer: KakaoAnswer & { code: number; requiredScopes?: string[]; allowedScopes?: string[]; byAdminKey?: boolean },
  ) {
    const { code, kakaoStatus, endpoint, byAdminKey } = answer;
    const entry =
      byAdminKey === true && code === -401 ? adminKeyRefused : (find(apiCodes, String(code)) ?? unknownApiCode);
    super(
      `Kakao refused with ${code} (HTTP ${kakaoStatus})`,
      { ...entry, retryable: entry.retryable || passing(kakaoStatus) },
      endpoint,
    );
    this.code = code;
    this.kakaoStatus = kakaoStatus;
    if (answer.kakaoMessage !== undefined) this.kakaoMessage = scrub(answer.kakaoMessage);
    this.requiredScopes = answer.requiredScopes ?? [];
    this.allowedScopes = answer.allowedScopes ?? [];
  }
}

/** kauth refused the call with an OAuth error and, nearly always, a KOE code. */
export class KakaoAuthError extends KakaoErrorBase {
  override readonly name = 'KakaoAuthError';
  readonly kind = 'auth';
  /** `KOEnnn`; the OAuth error name where Kakao sent no KOE code. */
  readonly code: string;
  /** The OAuth error name, e.g. `invalid_grant`. */
  readonly error: string;
  readonly kakaoStatus: number;
  /** Kakao's own sentence, for logs; never show it to the user who logs in. */
  readonly kakaoMessage?: string;

  constructor(answer: KakaoAnswer & { error: string; code?: string }) {
    const { error, kakaoStatus, endpoint } = answer;
    const code = answer.code ?? error;
    const entry = find(koeCodes, code) ?? find(oauthErrorCodes, error) ?? unknownAuthCode;
    super(
      `Kakao refused with ${code}${code === error ? '' : ` ${error}`} (HTTP ${kakaoStatus})`,
      { ...entry, retryable: entry.retryable || passing(kakaoStatus) },
      endpoint,
    );
    this.code = code;
    this.error = error;
    this.kakaoStatus = kakaoStatus;
    if (answer.kakaoMessage !== undefined) this.kakaoMessage = scrub(answer.kakaoMessage);
  }
}

/** No complete answer came: from Kakao or, in the vault, from its store or its keys, whose own error is then the `cause`. */
export class KakaoConnectionError extends KakaoErrorBase {
  override readonly name = 'KakaoConnectionError';
  readonly kind = 'connection';
  readonly code: ConnectionCode;
  /** The operating system's or HTTP client's name for it, e.g. `ECONNREFUSED`. */
  readonly systemCode?: string;

  constructor(code: ConnectionCode, details: { endpoint?: EndpointName; systemCode?: string } = {}) {
    const { endpoint, systemCode } = details;
    super(
      `${ofVault.has(code) ? 'the token vault cannot answer' : 'no answer from Kakao'} (${code}${systemCode === undefined ? '' : `, ${systemCode}`})`,
      connectionCodes[code],
      endpoint,
      code !== 'connect_failed' && code !== 'connect_timeout',
    );
    this.code = code;
    if (systemCode !== undefined) this.systemCode = systemCode;
  }
}

const ofVault: ReadonlySet<string> = new Set<keyof typeof connectionCodes>([
  'store_failed',
  'key_failed',
  'refresh_busy',
]);

/** An answer came that nobody documented: not JSON, empty, too large, or of another shape. */
export class KakaoUnexpectedError extends KakaoErrorBase {
  override readonly name = 'KakaoUnexpectedError';
  readonly kind = 'unexpected';
  readonly code: UnexpectedCode;
  readonly kakaoStatus: number;
  readonly kakaoMessage?: string;

  constructor(code: UnexpectedCode, answer: KakaoAnswer) {
    const entry = unexpectedCodes[code];
    super(
      `an answer that cannot be read (${code}, HTTP ${answer.kakaoStatus})`,
      { ...entry, retryable: passing(answer.kakaoStatus) || (entry.retryable && answer.kakaoStatus < 300) },
      answer.endpoint,
    );
    this.code = code;
    this.kakaoStatus = answer.kakaoStatus;
    if (answer.kakaoMessage !== undefined) this.kakaoMessage = scrub(answer.kakaoMessage);
  }
}

/** An ID token did not verify. */
export class KakaoTokenError extends KakaoErrorBase {
  override readonly name = 'KakaoTokenError';
  readonly kind = 'token';
  readonly code: TokenCode;

  constructor(code: TokenCode) {
    super(`the token was refused (${code})`, tokenCodes[code]);
    this.code = code;
  }
}

/** A webhook call was refused: Kakao did not send it, or it is for another app. */
export class KakaoWebhookError extends KakaoErrorBase {
  override readonly name = 'KakaoWebhookError';
  readonly kind = 'webhook';
  readonly code: WebhookCode;
  /** What Kakao wants to read as `err` in the answer. */
  readonly err: string;

  constructor(code: WebhookCode) {
    const row = webhookCodes[code];
    super(`the webhook call was refused (${code})`, row);
    this.code = code;
    this.err = row.error ?? 'invalid_request';
  }
}

/** Why a login did not come to its end: a code of `loginCodes`, or one that Kakao adds later. */
export type LoginCode = keyof typeof loginCodes | (string & {});

/** A login that did not come to its end. */
export class KakaoLoginError extends KakaoErrorBase {
  override readonly name = 'KakaoLoginError';
  readonly kind = 'login';
  readonly code: LoginCode;
  /** `error_description` of Kakao's redirect, for logs; never show it to the user who logs in. */
  readonly kakaoMessage?: string;

  /** @param details `reason` and `remedy` where more is known than the table of codes says */
  constructor(code: LoginCode, details: { kakaoMessage?: string; reason?: Bilingual; remedy?: Bilingual } = {}) {
    // Whoever writes the address of a callback writes this.
    const safe = isErrorName(code) ? code : 'unknown_error';
    const entry = find(loginCodes, safe) ?? find(koeCodes, safe) ?? unknownLoginCode;
    const { reason = entry.reason, remedy = entry.remedy } = details;
    super(`the login did not finish (${safe})`, { ...entry, reason, remedy });
    this.code = safe;
    if (details.kakaoMessage !== undefined) this.kakaoMessage = scrub(details.kakaoMessage);
  }
}

/** Statuses that say: later. */
const passing = (kakaoStatus: number): boolean => kakaoStatus >= 500 || kakaoStatus === 429;

/** Codes come from outside: `constructor` and its like are not in the tables. */
function find(table: Readonly<Partial<Record<string, CodeEntry>>>, code: string): CodeEntry | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** This library was used in a way that cannot work; the message names the argument or option. */
export class KakaoUsageError extends KakaoErrorBase {
  override readonly name = 'KakaoUsageError';
  readonly kind = 'usage';
  readonly code: UsageCode;
  /** The option or argument that has to change. */
  readonly option?: string;

  constructor(
    code: UsageCode,
    details: {
      reason: Bilingual;
      remedy: Bilingual;
      option?: string | undefined;
      endpoint?: EndpointName | undefined;
      status?: number | undefined;
    },
  ) {
    const { reason, remedy, option, endpoint, status = usageCodes[code] } = details;
    super(`${option ?? code} cannot be used like this`, { status, retryable: false, reason, remedy }, endpoint);
    this.code = code;
    if (option !== undefined) this.option = option;
  }
}

/** Everything that this library throws on purpose. A `switch` over `kind` can exhaust it. */
export type KakaoError =
  | KakaoApiError
  | KakaoAuthError
  | KakaoConnectionError
  | KakaoUnexpectedError
  | KakaoTokenError
  | KakaoWebhookError
  | KakaoLoginError
  | KakaoUsageError;

const kinds = new Set(['api', 'auth', 'connection', 'unexpected', 'token', 'webhook', 'login', 'usage']);

/**
 * Whether something thrown is one of ours. Looks at the shape, not the class: two copies of this package in one process
 * still understand each other.
 */
export function isKakaoError(error: unknown): error is KakaoError {
  return (
    error instanceof Error &&
    'kind' in error &&
    kinds.has(error.kind as string) &&
    'reason' in error &&
    'remedy' in error &&
    error.name.startsWith('Kakao')
  );
}
