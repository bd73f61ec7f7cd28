import { AsyncLocalStorage } from 'node:async_hooks';
import type { KakaoCallMessage, KakaoLoginMessage } from '@kakao-login/client';
import { callChannel, loginChannel } from '@kakao-login/client/internal';
import type { KakaoXrayAttempt, KakaoXrayCall, KakaoXrayLeg, KakaoXrayStep } from './attempts.js';
import { explain } from './explain.js';

/** More than a login needs. Anybody may open the same callback again and again. */
const maxLegs = 10;
const maxCalls = 50;

/** A leg that is under way. */
interface OpenLeg {
  at: string;
  /** In milliseconds of `performance.now()`. */
  began: number;
  calls: KakaoXrayCall[];
}

interface Attempt {
  /** `login` of each message. More than one if a callback sent the user to Kakao again. */
  logins: string[];
  /** Whether the user is at Kakao. */
  waits: boolean;
  legs: KakaoXrayLeg[];
}

/**
 * Keeps the last logins of this process, from the tracing channels. Messages have no secret and no personal data, so neither has what
 * is kept.
 */
export class XrayRecorder {
  readonly #size: number;
  readonly #attempts: Attempt[] = [];
  readonly #open = new WeakMap<object, OpenLeg>();
  readonly #calls = new WeakMap<object, { leg: OpenLeg; began: number }>();
  /** The leg in which a call is made. */
  readonly #current = new AsyncLocalStorage<OpenLeg>();

  /** @param size how many logins are kept */
  constructor(size: number) {
    this.#size = size;
  }

  start(): void {
    loginChannel.start.bindStore(this.#current, (message) => this.#begin(message));
    loginChannel.asyncEnd.subscribe(this.#loginEnded);
    callChannel.start.subscribe(this.#callBegan);
    callChannel.asyncEnd.subscribe(this.#callEnded);
  }

  stop(): void {
    loginChannel.start.unbindStore(this.#current);
    loginChannel.asyncEnd.unsubscribe(this.#loginEnded);
    callChannel.start.unsubscribe(this.#callBegan);
    callChannel.asyncEnd.unsubscribe(this.#callEnded);
  }

  /** The last one first. */
  attempts(): KakaoXrayAttempt[] {
    return this.#attempts
      .map(({ logins, waits, legs }): KakaoXrayAttempt => ({
        id: logins[0] ?? '',
        outcome: waits ? 'waiting' : legs.at(-1)!.outcome,
        legs: [...legs],
      }))
      .toReversed();
  }

  #begin(message: object): OpenLeg {
    const leg = { at: new Date().toISOString(), began: performance.now(), calls: [] };
    this.#open.set(message, leg);
    return leg;
  }

  readonly #callBegan = (message: unknown): void => {
    const leg = this.#current.getStore();
    if (leg !== undefined) this.#calls.set(message as object, { leg, began: performance.now() });
  };

  readonly #callEnded = (published: unknown): void => {
    const { endpoint, method, url, attempt, status, error } = published as KakaoCallMessage;
    const { leg, began } = this.#calls.get(published as object) ?? {};
    if (leg === undefined || began === undefined || leg.calls.length >= maxCalls) return;
    leg.calls.push({
      endpoint,
      method,
      url,
      attempt,
      ...(status !== undefined && { status }),
      after: began - leg.began,
      took: performance.now() - began,
      ...(error && { error: explain(error) }),
    });
  };

  readonly #loginEnded = (published: unknown): void => {
    const message = published as KakaoLoginMessage;
    const open = this.#open.get(message);
    if (open === undefined) return;
    const { leg, login, next, outcome = 'error', parameters = {}, error } = message;
    // A prefetch, or the script of another site: no login has begun.
    if (leg === 'login' && outcome === 'answered' && login === undefined) return;
    const took = performance.now() - open.began;
    const steps = stepsOf(message, open, took);
    const attempt = this.#attemptOf(login);
    if (attempt.legs.length === maxLegs) return;
    if (next !== undefined) attempt.logins.push(next);
    attempt.waits = next !== undefined || (leg === 'login' && error === undefined);
    attempt.legs.push({
      leg,
      at: open.at,
      took,
      outcome,
      parameters: { ...parameters },
      steps,
      ...(error && { error: explain(error) }),
      ...(next !== undefined && { again: true }),
    });
  };

  #attemptOf(login: string | undefined): Attempt {
    const known = this.#attempts.find(({ logins }) => login !== undefined && logins.includes(login));
    if (known !== undefined) return known;
    const attempt = { logins: login === undefined ? [] : [login], waits: false, legs: [] };
    this.#attempts.push(attempt);
    if (this.#attempts.length > this.#size) this.#attempts.shift();
    return attempt;
  }
}

/** Times of steps and calls count from the start of their leg, and each call belongs to the step in which it began. */
function stepsOf({ steps = [], error, outcome }: KakaoLoginMessage, { began, calls }: OpenLeg, end: number) {
  const failed = error !== undefined || outcome === 'fail';
  return steps.map(({ step, at }, index): KakaoXrayStep => {
    const after = at - began;
    const next = steps[index + 1];
    const until = next === undefined ? end : next.at - began;
    return {
      step,
      after,
      took: until - after,
      failed: failed && next === undefined,
      calls: calls.filter((call) => call.after >= after && (next === undefined || call.after < until)),
    };
  });
}
