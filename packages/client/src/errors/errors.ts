import {
  adminKeyRefused,
  apiTable,
  koeTable,
  oauthTable,
  unknownApiCode,
  unknownAuthCode,
} from '../contract/codes/index.js';
import type { Bilingual, CodeEntry } from '../contract/codes/index.js';
import { endpoints } from '../contract/endpoints.js';
import type { EndpointName } from '../contract/endpoints.js';
import {
  connectionTable,
  loginTable,
  tokenTable,
  unexpectedTable,
  unknownLoginCode,
  webhookTable,
} from './local-codes.js';
import type { ConnectionCode, KnownLoginCode, TokenCode, UnexpectedCode, WebhookCode } from './local-codes.js';
import { docsAddress } from './docs-address.js';
import { isErrorName, scrub } from './scrub.js';
import { usageCodes } from './usage-codes.js';
import type { UsageCode } from './usage-codes.js';

/** The properties of every error of this library. Not exported: branch on `kind`, or use `isKakaoError`. */
abstract class KakaoErrorBase extends Error {
  abstract readonly kind: 'api' | 'auth' | 'connection' | 'unexpected' | 'token' | 'webhook' | 'login' | 'usage';
  abstract readonly code: string | number;
  /** HTTP status for the response of your service. */
  readonly status: number;
  /** As in `http-errors`: clients may see `message`, which contains no text from Kakao. Nest 12 uses `status` only if this is true. */
  readonly expose = true;
  /**
   * Whether the same request may succeed later. For calls that change something, only if nothing was sent: otherwise the change may
   * have been made, or the authorization code used.
   */
  readonly retryable: boolean;
  /** Why the error occurred, in Korean and English. */
  readonly reason: Bilingual;
  /** What to do, in Korean and English. */
  readonly remedy: Bilingual;
  /** After how many seconds to retry, if Kakao's response says so (`Retry-After`, RFC 9110, 10.2.3). */
  retryAfter?: number;
  /** The endpoint that was called, if any. */
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

  /** The same as `status`. Nest's default filter and Fastify read this name. */
  get statusCode(): number {
    return this.status;
  }

  /** Address of the documentation of this `code`, for logs. Contains nothing of the request. */
  get docs(): string {
    return docsAddress(this.kind, this.code);
  }
}

/** The parts of Kakao's response that an error keeps. */
export interface KakaoAnswer {
  /** HTTP status of Kakao's response. */
  kakaoStatus: number;
  /** Kakao's message. Codes, tokens and keys are removed before it is stored. */
  kakaoMessage?: string;
  endpoint?: EndpointName;
}

/** kapi refused the call with a negative code. */
export class KakaoApiError extends KakaoErrorBase {
  override readonly name = 'KakaoApiError';
  readonly kind = 'api';
  readonly code: number;
  readonly kakaoStatus: number;
  /** Kakao's message, for logs. Never show it to the user. */
  readonly kakaoMessage?: string;
  /** With -402: the consent items that the call needs. Ask for them with `authorizationUrl({ scope })`. */
  readonly requiredScopes: string[];
  /** With -402: the consent items that the user has agreed to. */
  readonly allowedScopes: string[];

  constructor(
    answer: KakaoAnswer & { code: number; requiredScopes?: string[]; allowedScopes?: string[]; byAdminKey?: boolean },
  ) {
    const { code, kakaoStatus, endpoint, byAdminKey } = answer;
    const entry = byAdminKey === true && code === -401 ? adminKeyRefused() : codeEntries.api(code);
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

/** kauth refused the call with an OAuth error and usually a KOE code. */
export class KakaoAuthError extends KakaoErrorBase {
  override readonly name = 'KakaoAuthError';
  readonly kind = 'auth';
  /** `KOEnnn`, or the OAuth error name if Kakao sent no KOE code. */
  readonly code: string;
  /** The OAuth error name, e.g. `invalid_grant`. */
  readonly error: string;
  readonly kakaoStatus: number;
  /** Kakao's message, for logs. Never show it to the user. */
  readonly kakaoMessage?: string;

  constructor(answer: KakaoAnswer & { error: string; code?: string }) {
    const { error, kakaoStatus, endpoint } = answer;
    const code = answer.code ?? error;
    const entry = codeEntries.auth(code, error);
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

/**
 * There was no complete response from Kakao. In the vault, also: its store or a key function failed. The original error
 * is then the `cause`.
 */
export class KakaoConnectionError extends KakaoErrorBase {
  override readonly name = 'KakaoConnectionError';
  readonly kind = 'connection';
  readonly code: ConnectionCode;
  /** The error code of the operating system or the HTTP client, e.g. `ECONNREFUSED`. */
  readonly systemCode?: string;

  constructor(code: ConnectionCode, details: { endpoint?: EndpointName; systemCode?: string } = {}) {
    const { endpoint, systemCode } = details;
    super(
      `${ofVault.has(code) ? 'the token vault cannot answer' : 'no answer from Kakao'} (${code}${systemCode === undefined ? '' : `, ${systemCode}`})`,
      connectionTable()[code],
      endpoint,
      code !== 'connect_failed' && code !== 'connect_timeout',
    );
    this.code = code;
    if (systemCode !== undefined) this.systemCode = systemCode;
  }
}

const ofVault: ReadonlySet<string> = new Set<ConnectionCode>(['store_failed', 'key_failed', 'refresh_busy']);

/** Kakao's response is not as documented: not JSON, empty, too large, or in another format. */
export class KakaoUnexpectedError extends KakaoErrorBase {
  override readonly name = 'KakaoUnexpectedError';
  readonly kind = 'unexpected';
  readonly code: UnexpectedCode;
  readonly kakaoStatus: number;
  /** Kakao's message, for logs. Never show it to the user. */
  readonly kakaoMessage?: string;

  constructor(code: UnexpectedCode, answer: KakaoAnswer) {
    const entry = unexpectedTable()[code];
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
    super(`the token was refused (${code})`, tokenTable()[code]);
    this.code = code;
  }
}

/** A webhook call was refused: Kakao did not send it, or it is for another app. */
export class KakaoWebhookError extends KakaoErrorBase {
  override readonly name = 'KakaoWebhookError';
  readonly kind = 'webhook';
  readonly code: WebhookCode;
  /** The `err` of the response to Kakao. */
  readonly err: string;

  constructor(code: WebhookCode) {
    const row = webhookTable()[code];
    super(`the webhook call was refused (${code})`, row);
    this.code = code;
    this.err = row.error ?? 'invalid_request';
  }
}

/** Why a login failed: a code of `loginCodes`, or one that Kakao adds later. */
export type LoginCode = KnownLoginCode | (string & {});

/** A login failed. */
export class KakaoLoginError extends KakaoErrorBase {
  override readonly name = 'KakaoLoginError';
  readonly kind = 'login';
  readonly code: LoginCode;
  /** `error_description` of Kakao's redirect, for logs. Never show it to the user. */
  readonly kakaoMessage?: string;

  /** @param details `reason` and `remedy` replace those in the table of codes */
  constructor(code: LoginCode, details: { kakaoMessage?: string; reason?: Bilingual; remedy?: Bilingual } = {}) {
    // Anybody can put any code into a callback URL.
    const safe = isErrorName(code) ? code : 'unknown_error';
    const entry = codeEntries.login(safe);
    const { reason = entry.reason, remedy = entry.remedy } = details;
    super(`the login did not finish (${safe})`, { ...entry, reason, remedy });
    this.code = safe;
    if (details.kakaoMessage !== undefined) this.kakaoMessage = scrub(details.kakaoMessage);
  }
}

/** Statuses that report a temporary problem. */
const passing = (kakaoStatus: number): boolean => kakaoStatus >= 500 || kakaoStatus === 429;

/** `hasOwn`, because codes come from outside and one could be `constructor`. */
function find(table: Readonly<Partial<Record<string, CodeEntry>>>, code: string): CodeEntry | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** Finds the row of a code that Kakao sends. Kakao may send new ones. */
export const codeEntries = {
  api: (code: string | number): CodeEntry => find(apiTable(), String(code)) ?? unknownApiCode(),
  auth: (code: string, error = code): CodeEntry =>
    find(koeTable(), code) ?? find(oauthTable(), error) ?? unknownAuthCode(),
  login: (code: string): CodeEntry => find(loginTable(), code) ?? find(koeTable(), code) ?? unknownLoginCode(),
};

/** An option or an argument is wrong. The message names it. */
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

/** All errors of this library. A `switch` over `kind` can be exhaustive. */
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
 * Whether a thrown value is an error of this library. Checks properties, not the class, so that it works with two copies of this
 * package in one process.
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
