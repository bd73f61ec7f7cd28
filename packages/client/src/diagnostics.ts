import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import { koeCodes } from './contract/codes/index.js';
import type { EndpointName, EndpointSpec } from './contract/endpoints.js';
import { isKakaoError } from './errors/errors.js';
import type { KakaoError } from './errors/errors.js';
import { loginCodes } from './errors/local-codes.js';

/** Why something failed. The error itself is not passed on: an interceptor or a handler of yours may have thrown anything. */
export interface KakaoTraceError {
  /** `other` for everything that is not an error of this library. */
  kind: KakaoError['kind'] | 'other';
  /** A code of Kakao's or ours; `other` for one that is not known. */
  code: string | number;
}

/** What all messages have once the work has failed. */
export interface KakaoTraceMessage {
  error?: KakaoTraceError;
}

/** A message of `kakao-login:call`: one HTTP request to Kakao. A call that is tried again has one message for each attempt. */
export interface KakaoCallMessage extends KakaoTraceMessage {
  endpoint: EndpointName;
  method: 'GET' | 'POST';
  host: EndpointSpec['host'];
  /** Origin and path as Kakao documents them, without the query. At a relay with paths of its own, only the origin. */
  url: string;
  caller: 'user' | 'admin' | 'none';
  /** 1 for the first. */
  attempt: number;
  /** HTTP status of Kakao's answer, once there is one. */
  status?: number;
}

/** A message of `kakao-login:login`: one request at a login route. A login that succeeds has two, one for each leg. */
export interface KakaoLoginMessage extends KakaoTraceMessage {
  /** `login` sends the user to Kakao; `callback` is where they come back. */
  leg: 'login' | 'callback';
  /** The same for both legs of a login. Made from its `state`, which it does not reveal. */
  login?: string;
  /** In a callback that sends the user to Kakao again: `login` of that attempt. */
  next?: string;
  /**
   * `redirect`: the user is sent on; `answered`: the page gets the address or the settings of the login; `success`; `fail`: your
   * verify callback or login handler turned the user away; `refused`: Kakao or this library did; `error`: something else failed.
   */
  outcome?: 'redirect' | 'answered' | 'success' | 'fail' | 'refused' | 'error';
}

/** A message of `kakao-login:refresh`: one refresh of a user's tokens by the vault, however many calls wait for it. */
export interface KakaoRefreshMessage extends KakaoTraceMessage {
  /** `expiring`: the access token has expired or is about to; `refused`: Kakao did not take it. */
  why: 'expiring' | 'refused';
  /** Whether this process asked Kakao. If not, another process had already, or the store did not answer. */
  asked: boolean;
}

/** A message of `kakao-login:webhook`: a webhook call that arrived, or a handler that was run for one. */
export interface KakaoWebhookMessage extends KakaoTraceMessage {
  /** `receive`: reading, verifying and keeping a call; `handle`: your handler, each time it is run. */
  stage: 'receive' | 'handle';
  webhook?: 'unlink' | 'event';
  /** Kind of an account-status event; `unknown` for one that this library does not know. */
  event?: string;
}

/**
 * The tracing channels of `node:diagnostics_channel` by name, and what each publishes. No message has a token, code, key, secret,
 * user id or query.
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
 * Says how the work of a message is run, from a `start` subscriber. OpenTelemetry's context cannot be bound to a channel, because
 * it does not show its `AsyncLocalStorage`.
 */
export const runWith = (message: KakaoTraceMessage, runner: Runner): unknown => runners.set(message, runner);

/**
 * Does some work and publishes when it starts and ends. Not `tracePromise`, which puts the result into the message: here it would be
 * tokens and profiles.
 *
 * The caller checks `hasSubscribers` first, so that nothing is made while nobody listens.
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
    // Some work notes an error and returns: a login that failed is an outcome.
    if (message.error !== undefined) error.publish(message);
    asyncStart.publish(message);
    asyncEnd.publish(message);
  }
}

/** What a message may say about an error. */
export function traceError(thrown: unknown): KakaoTraceError {
  if (!isKakaoError(thrown)) return { kind: 'other', code: 'other' };
  const { kind, code } = thrown;
  return { kind, code: isKnown(kind, code) ? code : 'other' };
}

/** Whoever writes the address of a callback writes the code of a login error. It may be anything, and a new one each time. */
function isKnown(kind: KakaoError['kind'], code: string | number): boolean {
  if (kind !== 'login' && kind !== 'auth') return true;
  return (
    Object.hasOwn(loginCodes, code) ||
    Object.hasOwn(koeCodes, code) ||
    (kind === 'auth' && /^KOE\d{3}$/.test(String(code)))
  );
}
