import { describe, expect, test } from '@jest/globals';
import { isKakaoError, KakaoTokenError } from '@kakao-login/client';
import {
  createKakaoConsent,
  createLoginTickets,
  kakaoAutoLogin,
  kakaoErrorAnswer,
  kakaoErrorHandler,
  KakaoStrategy,
  KakaoTokenStrategy,
  pauseKakaoAutoLogin,
  safeReturnTo,
} from '@kakao-login/passport';

const options = {
  clientID: 'rest-api-key',
  clientSecret: 'Secret0123456789Secret0123456789',
  callbackURL: 'http://localhost:3000/auth/kakao/callback',
};
const request = () => ({ headers: {}, url: '/', res: { getHeader: () => undefined, setHeader: () => {} } });
const strategy = new KakaoStrategy(options, () => false);
const signups = new KakaoStrategy({ ...options, signup: { url: '/signup', save: () => {} } }, () => false);
const tickets = createLoginTickets();
const store = { put: () => {}, take: () => undefined };
const currentUser = () => 1;
const consents = { forUser: () => ({ scopes: {}, terms: {} }) } as never;
const consent = createKakaoConsent(strategy, { currentUser, consents });
const passport = { authenticate: () => () => {} };
const isSignedIn = () => true;

const wrong = [null, undefined, 7, Number.NaN, 'text', '', true, [], [null], {}, () => {}, Symbol.iterator, 7n];

/** Public functions with valid arguments. Each argument is then replaced by each wrong one. */
const functions: [string, (...args: never[]) => unknown, unknown[]][] = [
  ['new KakaoStrategy', (o: never, verify: never) => new KakaoStrategy(o, verify), [options, () => false]],
  ['new KakaoTokenStrategy', (o: never, verify: never) => new KakaoTokenStrategy(o, verify), [options, () => false]],
  ['simpleLogin', (req: never, o: never) => strategy.simpleLogin(req, o), [request(), {}]],
  ['createLoginTickets', createLoginTickets, [{ lifetime: 60 }]],
  ['createLoginTickets, store', (one: never) => createLoginTickets({ store: one }), [store]],
  ['createLoginTickets, now', (one: never) => createLoginTickets({ now: one }), [Date.now]],
  ['tickets.issue', (value: never, o: never) => tickets.issue(value, o), ['value', {}]],
  ['tickets.redeem', (ticket: never, verifier: never) => tickets.redeem(ticket, verifier), ['a', 'b']],
  ['kakaoErrorAnswer', kakaoErrorAnswer, [new KakaoTokenError('expired'), {}, '/']],
  ['kakaoErrorHandler', kakaoErrorHandler, [{ start: '/' }]],
  ['kakaoErrorHandler, start', (start: never) => kakaoErrorHandler({ start }), ['/']],
  ['kakaoAutoLogin', kakaoAutoLogin, [passport, { isSignedIn }]],
  ['kakaoAutoLogin, isSignedIn', (one: never) => kakaoAutoLogin(passport, { isSignedIn: one }), [isSignedIn]],
  ['pauseKakaoAutoLogin', pauseKakaoAutoLogin, [request(), 60]],
  ['createKakaoConsent, loginURL', (loginURL: never) => createKakaoConsent(strategy, { currentUser, loginURL }), ['/']],
  ['consent.check', (req: never, requirement: never) => consent.check(req, requirement), [request(), {}]],
  ['consent.check, headers', (headers: never) => consent.check({ ...request(), headers }, {}), [{}]],
  ['consent.checkError', (req: never, error: never) => consent.checkError(req, error), [request(), new Error('x')]],
  ['consent.checkError, headers', (headers: never) => consent.checkError({ ...request(), headers }, null), [{}]],
  ['pendingSignup', (req: never) => signups.pendingSignup(req), [request()]],
  ['endSignup', (req: never) => signups.endSignup(req), [request()]],
  ['consent.check, scopes', (scopes: never) => consent.check(request(), { scopes }), [[]]],
  ['consent.check, terms', (terms: never) => consent.check(request(), { terms }), [[]]],
  ['safeReturnTo', safeReturnTo, ['/', []]],
  ...Object.keys({
    hosts: 1,
    issuer: 1,
    tokenURL: 1,
    profileURL: 1,
    client: 1,
    http: 1,
    store: 1,
    cookie: 1,
    scope: 1,
  }).map((option): [string, (...args: never[]) => unknown, unknown[]] => [
    `new KakaoStrategy, ${option}`,
    (value: never) => new KakaoStrategy({ ...options, [option]: value }, () => false),
    [undefined],
  ]),
];

async function outcome(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'taken';
  } catch (error) {
    return isKakaoError(error) ? 'refused' : `${(error as Error).stack}`;
  }
}

describe.each(functions)('%s', (_, call, args) => {
  test('never throws a bare TypeError, whatever its arguments are', async () => {
    for (let at = 0; at < args.length; at += 1) {
      for (const value of wrong) {
        expect(['taken', 'refused']).toContain(await outcome(() => call(...(args.with(at, value) as never[]))));
      }
    }
    expect(['taken', 'refused']).toContain(await outcome(() => call()));
  });
});

test.each([null, 7, 'text', []])('options that are %j are refused with the name', async (value) => {
  const refused = { kind: 'usage', option: 'options' };
  expect(() => createLoginTickets(value as never)).toThrow(expect.objectContaining(refused));
  expect(() => kakaoErrorHandler(value as never)).toThrow(expect.objectContaining(refused));
  expect(() => kakaoAutoLogin(passport, value as never)).toThrow(expect.objectContaining(refused));
  await expect(tickets.issue('value', value as never)).rejects.toMatchObject(refused);
  await expect(strategy.simpleLogin(request() as never, value as never)).rejects.toMatchObject(refused);
});

test.each([{}, { headers: undefined }, { headers: null }, { headers: 7 }])(
  'a request %j is refused with its name',
  async (req) => {
    const refused = { kind: 'usage', code: 'option_malformed', option: 'request.headers' };
    const given = req as never;
    await expect(consent.check(given, {})).rejects.toMatchObject(refused);
    await expect(consent.checkError(given, new Error('x'))).rejects.toMatchObject(refused);
    await expect(strategy.simpleLogin(given)).rejects.toMatchObject(refused);
    await expect(signups.pendingSignup(given)).rejects.toMatchObject(refused);
    expect(() => signups.endSignup(given)).toThrow(expect.objectContaining(refused));
    expect(() => pauseKakaoAutoLogin(given, 60)).toThrow(expect.objectContaining(refused));
  },
);
