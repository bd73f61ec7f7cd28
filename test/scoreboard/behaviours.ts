import { userOf } from './bench.js';
import { inNest } from './nest.js';
import { answered, on, type Behaviour } from './row.js';

/** `login` contains both our option and Kakao's parameter, so that a strategy can support either. */
const sends = (parameter: string, login: object): Behaviour['measure'] =>
  on({ login }, async ({ begin }) => (await begin()).searchParams.get(parameter) === 'login');

/** How long a strategy with a timeout of one second may take to answer, in ms. */
const patience = 12_000;

/** The 17 behaviours of the survey of existing strategies, in its order. */
export const behaviours: readonly Behaviour[] = [
  { name: 'passes `prompt` to Kakao', measure: sends('prompt', { prompt: 'login' }) },
  { name: 'passes `login_hint`', measure: sends('login_hint', { loginHint: 'login', login_hint: 'login' }) },
  {
    name: 'passes `service_terms`',
    measure: sends('service_terms', { serviceTerms: 'login', service_terms: 'login' }),
  },
  {
    name: 'sends a `nonce` and refuses an ID token with another one',
    measure: on({ login: { nonce: 'a-nonce-of-the-bench' } }, async ({ begin, agree, visitor, emulator }) => {
      const authorize = await begin();
      if (!authorize.searchParams.has('nonce')) return false;
      emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw: 'nonce' });
      return (await userOf(await visitor.open(await agree(authorize)))) === undefined;
    }),
  },
  {
    name: 'refuses a forged `state` by default',
    measure: on({}, async ({ begin, agree, shop, visitor }) => {
      const back = await agree(await begin(shop.visitor()), 1);
      const url = new URL(back, shop.url);
      url.searchParams.set('state', 'forged');
      return (await userOf(await visitor.open(url.href))) === undefined;
    }),
  },
  {
    name: 'supports PKCE with S256',
    measure: on({ strategy: { state: true, pkce: true } }, async ({ begin, agree, visitor }) => {
      const authorize = await begin();
      if (authorize.searchParams.get('code_challenge_method') !== 'S256') return false;
      return (await userOf(await visitor.open(await agree(authorize)))) !== undefined;
    }),
  },
  {
    name: 'keeps the access token out of URLs',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator }) => {
      await logIn();
      const call = emulator.requests.find(({ endpoint }) => endpoint === 'user.me');
      return call?.credentials === 'token' && !('access_token' in call.parameters);
    }),
  },
  {
    name: 'reads Hangul that arrives one byte at a time',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator }) => {
      emulator.faults.add({ on: 'user.me', kind: 'trickle' });
      const { user } = await logIn();
      return user?.profile.displayName === emulator.people[0]?.nickname;
    }),
  },
  {
    name: 'keeps the KOE code of an error',
    measure: on({}, async ({ logIn, emulator, shop }) => {
      emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE010' });
      await logIn();
      return shop.said.some((text) => text.includes('KOE010'));
    }),
  },
  {
    name: 'reports API errors as `Error` objects',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator, shop }) => {
      emulator.faults.add({ on: 'user.me', kind: 'error', code: -10, times: 10 });
      await logIn();
      return shop.errors.length === 1 && shop.errors[0] instanceof Error;
    }),
  },
  {
    name: 'times out if the server does not answer',
    slow: true,
    measure: on({ strategy: { timeouts: { response: 1_000 } } }, async ({ begin, agree, visitor, emulator }) => {
      const back = await agree(await begin());
      emulator.faults.add({ on: 'oauth.token', kind: 'hang', times: 10 });
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), patience);
      });
      const opened = visitor.open(back).then(
        () => true,
        () => false,
      );
      const gaveUp = await Promise.race([opened, waited]);
      clearTimeout(timer);
      return gaveUp;
    }),
  },
  {
    name: 'answers `consent_required` of a silent login without a 500',
    measure: on({ login: { prompt: 'none' } }, async ({ begin, visitor }) => {
      const state = (await begin()).searchParams.get('state');
      const query = `error=consent_required&error_description=user%20consent%20required.${state === null ? '' : `&state=${state}`}`;
      return answered(await visitor.open(`/auth/kakao/callback?${query}`));
    }),
  },
  {
    name: 'answers a callback that arrives twice without a 500',
    measure: on({}, async ({ begin, agree, visitor }) => {
      const back = await agree(await begin());
      await visitor.open(back);
      return answered(await visitor.open(back));
    }),
  },
  {
    name: 'finds the nickname of a new app, which has no `properties`',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator }) => {
      const body = JSON.stringify({ id: 1001, kakao_account: { profile: { nickname: '홍길동' } } });
      emulator.faults.add({ on: 'user.me', kind: 'answer', status: 200, body });
      const { user } = await logIn();
      return user?.profile.displayName === '홍길동';
    }),
  },
  {
    name: 'returns the email address',
    measure: on({}, async ({ logIn, emulator }) => {
      const { user } = await logIn();
      const email = user?.profile.email ?? user?.profile.emails?.[0]?.value;
      return email !== undefined && email === emulator.people[0]?.email;
    }),
  },
  {
    name: 'gives `expires_in` and the ID token to a Nest application',
    measure: async (subject, emulator) => {
      const { callback } = await inNest(subject, emulator, 'express');
      return callback.status === 200 && /"expires_in":\d/.test(callback.body) && callback.body.includes('"id_token":');
    },
  },
  {
    name: 'logs users in on Fastify (in Nest)',
    measure: async (subject, emulator) => {
      const { login, callback } = await inNest(subject, emulator, 'fastify');
      return login === 302 && callback.status === 200;
    },
  },
];
