import { hash } from 'node:crypto';
import { KakaoLoginError, type KakaoLoginMessage, type KakaoLoginStep } from '@kakao-login/client';
import { loginChannel, maskedValue, traced, traceError } from '@kakao-login/client/internal';
import { parameter } from './http.js';
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

/** Notes that a step of a callback begins. */
export function noteStep({ message }: Visit, step: KakaoLoginStep['step']): void {
  if (message !== undefined) (message.steps ??= []).push({ step, at: performance.now() });
}

type Values = Readonly<Record<string, string | undefined>>;

/** Notes what the user is sent to Kakao with. */
export function noteAsked({ message }: Visit, url: string | Values): void {
  if (message === undefined) return;
  const asked: Values = typeof url === 'string' ? Object.fromEntries(new URL(url).searchParams) : url;
  message.parameters = shown(asked, askedNames);
}

/** Notes what came back from Kakao. */
export function noteReceived({ message, request }: Visit): void {
  if (message === undefined) return;
  const names = ['code', 'error', 'error_description', 'state'];
  message.parameters = shown(Object.fromEntries(names.map((name) => [name, parameter(request, name)])), names);
}

const askedNames = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'prompt',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'login_hint',
  'service_terms',
  'channel_public_id',
];

function shown(values: Values, names: readonly string[]): Record<string, string> {
  const present = names.flatMap((name) => {
    const value = values[name];
    return value === undefined || value === '' ? [] : ([[name, value]] as const);
  });
  return Object.fromEntries(
    present.map(([name, value]) => [name, Object.hasOwn(open, name) ? open[name]!(value) : maskedValue]),
  );
}

/** What may be shown of a value. All of them may have come from a query, so nothing unknown is. */
const open: Readonly<Record<string, (value: string) => string>> = {
  redirect_uri: (value) => {
    if (!/^https?:/i.test(value) || !URL.canParse(value)) return maskedValue;
    const { origin, pathname } = new URL(value);
    return origin + pathname;
  },
  response_type: (value) => known(value, ['code']),
  code_challenge_method: (value) => known(value, ['S256']),
  scope: (value) => knownList(value, consentItems),
  prompt: (value) => knownList(value, ['login', 'none', 'create', 'select_account', 'cert']),
  error: (value) => known(value, [String(traceError(new KakaoLoginError(value)).code)]),
};

const known = (value: string, values: readonly string[]): string => (values.includes(value) ? value : maskedValue);
const knownList = (list: string, values: readonly string[]): string =>
  list
    .split(/[\s,]+/)
    .map((value) => known(value, values))
    .join(' ');

const consentItems = [
  'openid',
  'profile_nickname',
  'profile_image',
  'profile',
  'account_email',
  'name',
  'gender',
  'age_range',
  'birthday',
  'birthyear',
  'phone_number',
  'account_ci',
  'shipping_address',
  'plusfriends',
  'friends',
  'talk_message',
];
