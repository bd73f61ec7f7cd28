import { hash } from 'node:crypto';
import type { KakaoLoginMessage } from '@kakao-login/client';
import { loginChannel, traced, traceError } from '@kakao-login/client/internal';
import { failure, type LoginOutcome, type Outcome } from './outcome.js';
import type { Visit } from './visit.js';

/** Publishes one leg of a login on `kakao-login:login`, if anybody listens. */
export function traceLogin<T>(
  visit: Visit,
  leg: KakaoLoginMessage['leg'],
  work: (visit: Visit) => Promise<T>,
  outcomeOf: (result: T) => Outcome,
): Promise<T> {
  if (!loginChannel.hasSubscribers) return work(visit);
  const message: KakaoLoginMessage = { leg };
  const note = (outcome: Outcome): void => {
    message.outcome = outcome.kind;
    noteError(message, outcome);
  };
  return traced(loginChannel, message, async () => {
    try {
      const result = await work({ ...visit, message });
      note(outcomeOf(result));
      return result;
    } catch (error) {
      note(failure(error));
      throw error;
    }
  });
}

/** Notes why a login failed, also where the user is sent on and does not see it. */
export function noteError(message: KakaoLoginMessage | undefined, outcome: LoginOutcome): void {
  if (message !== undefined && 'error' in outcome) message.error = traceError(outcome.error);
}

/** Names a login without its `state`. */
export function noteLogin(
  message: KakaoLoginMessage | undefined,
  field: 'login' | 'next',
  state: string | undefined,
): void {
  if (message !== undefined && state !== undefined)
    message[field] = hash('sha256', `kakao-login ${state}`, 'base64url').slice(0, 16);
}
