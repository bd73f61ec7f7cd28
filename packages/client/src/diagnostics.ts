import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import { koeTable } from './contract/codes/index.js';
import type { EndpointName, EndpointSpec } from './contract/endpoints.js';
import type { CodeEntry } from './contract/codes/index.js';
import { codeEntries, isKakaoError } from './errors/errors.js';
import type { KakaoError } from './errors/errors.js';
import { connectionTable, loginTable, tokenTable, unexpectedTable, webhookTable } from './errors/local-codes.js';

/** Stands for a value that a message must not have. */
export const maskedValue = '•••';

/**
 * An error in a message. The thrown error itself is not included, because it may come from your own code and contain
 * anything.
 */
export interface KakaoTraceError {
  /** `other`: not an error of this library. */
  kind: KakaoError['kind'] | 'other';
  /** Kakao's code or one of ours. `other`: an unknown code. */
  code: string | number;
}

/** The field that every message has after a failure. */
export interface KakaoTraceMessage {
  error?: KakaoTraceError;
}

/**
 * A message of `kakao-login:call`: one HTTP request to Kakao. A call that is retried publishes one message for each
 * attempt.
 */
export interface KakaoCallMessage extends KakaoTraceMessage {
  endpoint: EndpointName;
  method: 'GET' | 'POST';
  host: EndpointSpec['host'];
  /** Origin and path, without the query. With a URL of your own (`endpointUrls`), only the origin. */
  url: string;
  caller: 'user' | 'admin' | 'none';
  /** Starts at 1. */
  attempt: number;
  /** HTTP status of Kakao's response, once it has arrived. */
  status?: number;
}

/** One step of a callback. */
export interface KakaoLoginStep {
  /**
   * `state`: did this browser start the login; `code`: did Kakao send a code or an error; `token`: the code exchange; `id_token`:
   * verifying the ID token, if there is one; `profile`: loading the user; `handler`: your verify callback or login handler.
   */
  step: 'state' | 'code' | 'token' | 'id_token' | 'profile' | 'handler';
  /** When it began, in milliseconds, as `performance.now()` counts. */
  at: number;
}

/** A message of `kakao-login:login`: one request to a login route. A successful login has two, one for each leg. */
export interface KakaoLoginMessage extends KakaoTraceMessage {
  /** `login` sends the user to Kakao. `callback` handles their return. */
  leg: 'login' | 'callback';
  /** The same for both legs of a login. Derived from its `state` but does not reveal it. */
  login?: string;
  /** In a callback that sends the user to Kakao again: `login` of the new attempt. */
  next?: string;
  /**
   * `redirect`: the user is redirected. `answered`: the page gets the URL or the settings for the login. `success`.
   * `fail`: your verify callback or login handler refused the user. `refused`: Kakao or this library refused the login.
   * `error`: any other failure.
   */
  outcome?: 'redirect' | 'answered' | 'success' | 'fail' | 'refused' | 'error';
  /** The steps of a callback so far. A callback that failed did so in the last one. */
  steps?: KakaoLoginStep[];
  /**
   * OAuth parameters: in `login` those for Kakao's login page, in `callback` those that came back. Only values that are not secret are
   * here (`scope`, `prompt`, `redirect_uri` without its query, a known `error` …); the others are `•••`.
   */
  parameters?: Record<string, string>;
}

/**
 * A message of `kakao-login:refresh`: the vault refreshes a user's tokens. Calls that wait for the same refresh share
 * one message.
 */
export interface KakaoRefreshMessage extends KakaoTraceMessage {
  /** `expiring`: the access token has expired or will soon. `refused`: Kakao refused it. */
  why: 'expiring' | 'refused';
  /**
   * Whether this process sent a request to Kakao. If not, another process had already refreshed, or the store failed.
   */
  asked: boolean;
}

/** A message of `kakao-login:webhook`: a webhook that arrived, or one run of your handler. */
export interface KakaoWebhookMessage extends KakaoTraceMessage {
  /** `receive`: reads, verifies and stores a webhook. `handle`: one run of your handler. */
  stage: 'receive' | 'handle';
  webhook?: 'unlink' | 'event';
  /** The kind of an account-status event. `unknown` for one that this library does not know. */
  event?: string;
}

/**
 * The tracing channels of `node:diagnostics_channel` by name, and the messages that they publish. No message contains a
 * token, code, key, secret, user ID or query.
 *
 * ```ts
 * tracingChannel('kakao-login:call').asyncEnd.subscribe((message) => {
 *   const { endpoint, status } = message as KakaoTraceMessages['kakao-login:call'];
 *   log.info({ endpoint, status });
 * });
 * ```
 *
 * @see https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#class-tracingchannel
 */
export interface KakaoTraceMessages {
  'kakao-login:call': KakaoCallMessage;
  'kakao-login:login': KakaoLoginMessage;
  'kakao-login:refresh': KakaoRefreshMessage;
  'kakao-login:webhook': KakaoWebhookMessage;
}

type Channel<N extends keyof KakaoTraceMessages> = TracingChannel<unknown, KakaoTraceMessages[N]>;

const channelOf = <N extends keyof KakaoTraceMessages>(name: N): Channel<N> => tracingChannel(name);

export const callChannel = channelOf('kakao-login:call');
export const loginChannel = channelOf('kakao-login:login');
export const refreshChannel = channelOf('kakao-login:refresh');
export const webhookChannel = channelOf('kakao-login:webhook');

type Runner = <T>(work: () => T) => T;

const runners = new WeakMap<object, Runner>();

/**
 * Sets how to run the work of a message; called by a `start` subscriber. `bindStore` cannot be used, because
 * OpenTelemetry does not expose its `AsyncLocalStorage`.
 */
export const runWith = (message: KakaoTraceMessage, runner: Runner): unknown => runners.set(message, runner);

/**
 * Runs some work and publishes its start and its end. Does not use `tracePromise`, which adds the result to the
 * message: tokens and profiles.
 *
 * The caller checks `hasSubscribers` first, so that there is no cost without subscribers.
 */
export async function traced<M extends KakaoTraceMessage, T>(
  { start, end, asyncStart, asyncEnd, error }: TracingChannel<unknown, M>,
  message: M,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await start.runStores(message, () => {
      const promise = runners.get(message)?.(work) ?? work();
      end.publish(message);
      return promise;
    });
  } catch (thrown) {
    message.error = traceError(thrown);
    throw thrown;
  } finally {
    // The work may set `error` and return, because a failed login is a result and not an exception.
    if (message.error !== undefined) error.publish(message);
    asyncStart.publish(message);
    asyncEnd.publish(message);
  }
}

/** Returns what a message may contain about an error. */
export function traceError(thrown: unknown): KakaoTraceError {
  if (!isKakaoError(thrown)) return { kind: 'other', code: 'other' };
  const { kind, code } = thrown;
  return { kind, code: isKnown(kind, code) ? code : 'other' };
}

/**
 * Anybody can call the callback URL with any login error code, and every unknown code would be a new label of a metric.
 */
function isKnown(kind: KakaoError['kind'], code: string | number): boolean {
  if (kind !== 'login' && kind !== 'auth') return true;
  return (
    Object.hasOwn(loginTable(), code) ||
    Object.hasOwn(koeTable(), code) ||
    (kind === 'auth' && /^KOE\d{3}$/.test(String(code)))
  );
}

/** Returns what to write about an error. `undefined` for `other` and for usage errors, whose texts depend on the option. */
export function textsOf({ kind, code }: KakaoTraceError): Pick<CodeEntry, 'reason' | 'remedy'> | undefined {
  const { reason, remedy } = entryOf(kind, String(code)) ?? {};
  return reason && remedy && { reason, remedy };
}

const ownTables: Partial<Record<KakaoTraceError['kind'], () => Readonly<Partial<Record<string, CodeEntry>>>>> = {
  connection: connectionTable,
  unexpected: unexpectedTable,
  token: tokenTable,
  webhook: webhookTable,
};

const entryOf = (kind: KakaoTraceError['kind'], code: string): CodeEntry | undefined =>
  kind === 'api' || kind === 'auth' || kind === 'login' ? codeEntries[kind](code) : ownTables[kind]?.()[code];
