import type { KakaoEmulator } from '@kakao-login/emulator';
import { openBench, userOf, type Bench, type BenchSettings } from './bench.js';
import { inNest } from './nest.js';
import type { Subject } from './subjects.js';

/** One row of the table. */
export interface Behaviour {
  /** It waits: all subjects at a time, each with an emulator of its own. */
  slow?: true;
  /** In words that finish the sentence “the strategy …”. */
  name: string;
  measure: (subject: Subject, emulator: KakaoEmulator) => Promise<boolean>;
}

/** Our option and Kakao's own name for it are both given: whichever a strategy knows will do. */
const sends = (parameter: string, login: object): Behaviour['measure'] =>
  on({ login }, async ({ begin }) => (await begin()).searchParams.get(parameter) === 'login');

function on(settings: BenchSettings, measure: (bench: Bench) => Promise<boolean>): Behaviour['measure'] {
  return async (subject, emulator) => {
    emulator.reset();
    const bench = await openBench(subject, emulator, settings);
    try {
      return await measure(bench);
    } finally {
      await bench[Symbol.asyncDispose]();
    }
  };
}

const answered = (response: Response) => response.status < 500;
/** Longer than any default of ours; nobody waits for a login longer. */
const patience = 12_000;

/** The 17 behaviours that the survey of the field measured, in its order. */
export const behaviours: readonly Behaviour[] = [
  { name: 'passes `prompt` on to Kakao', measure: sends('prompt', { prompt: 'login' }) },
  { name: 'passes `login_hint` on', measure: sends('login_hint', { loginHint: 'login', login_hint: 'login' }) },
  {
    name: 'passes `service_terms` on',
    measure: sends('service_terms', { serviceTerms: 'login', service_terms: 'login' }),
  },
  {
    name: 'sends a `nonce` and refuses an ID token with another',
    measure: on({ login: { nonce: 'a-nonce-of-the-bench' } }, async ({ begin, agree, visitor, emulator }) => {
      const authorize = await begin();
      if (!authorize.searchParams.has('nonce')) return false;
      emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw: 'nonce' });
      return (await userOf(await visitor.open(await agree(authorize)))) === undefined;
    }),
  },
  {
    name: 'refuses a forged `state` as it is out of the box',
    measure: on({}, async ({ begin, agree, shop, visitor }) => {
      const back = await agree(await begin(shop.visitor()), 1);
      const url = new URL(back, shop.url);
      url.searchParams.set('state', 'forged');
      return (await userOf(await visitor.open(url.href))) === undefined;
    }),
  },
  {
    name: 'does PKCE with S256 when asked to',
    measure: on({ strategy: { state: true, pkce: true } }, async ({ begin, agree, visitor }) => {
      const authorize = await begin();
      if (authorize.searchParams.get('code_challenge_method') !== 'S256') return false;
      return (await userOf(await visitor.open(await agree(authorize)))) !== undefined;
    }),
  },
  {
    name: 'keeps the access token out of addresses',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator }) => {
      await logIn();
      const call = emulator.requests.find(({ endpoint }) => endpoint === 'user.me');
      return call?.credentials === 'token' && !('access_token' in call.parameters);
    }),
  },
  {
    name: 'reads Hangul that arrives in pieces of one byte',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator }) => {
      emulator.faults.add({ on: 'user.me', kind: 'trickle' });
      const { user } = await logIn();
      return user?.profile.displayName === emulator.people[0]?.nickname;
    }),
  },
  {
    name: 'keeps the KOE code of a refusal',
    measure: on({}, async ({ logIn, emulator, shop }) => {
      emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE320' });
      await logIn();
      return shop.said.some((text) => text.includes('KOE320'));
    }),
  },
  {
    name: 'reports failures of the API as `Error` objects',
    measure: on({ strategy: { profile: 'user' } }, async ({ logIn, emulator, shop }) => {
      emulator.faults.add({ on: 'user.me', kind: 'error', code: -10, times: 10 });
      await logIn();
      return shop.errors.length === 1 && shop.errors[0] instanceof Error;
    }),
  },
  {
    name: 'gives up on a server that does not answer',
    slow: true,
    measure: on({}, async ({ begin, agree, visitor, emulator }) => {
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
    name: 'ends `consent_required` of a silent login with less than a 500',
    measure: on({ login: { prompt: 'none' } }, async ({ begin, visitor }) => {
      const state = (await begin()).searchParams.get('state');
      const query = `error=consent_required&error_description=user%20consent%20required.${state === null ? '' : `&state=${state}`}`;
      return answered(await visitor.open(`/auth/kakao/callback?${query}`));
    }),
  },
  {
    name: 'ends the second arrival of a callback with less than a 500',
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
    name: 'tells the e-mail address',
    measure: on({}, async ({ logIn, emulator }) => {
      const { user } = await logIn();
      const email = user?.profile.email ?? user?.profile.emails?.[0]?.value;
      return email !== undefined && email === emulator.people[0]?.email;
    }),
  },
  {
    name: 'hands `expires_in` and the ID token to a Nest application',
    measure: async (subject, emulator) => {
      const { callback } = await inNest(subject, emulator, 'express');
      return callback.status === 200 && /"expires_in":\d/.test(callback.body) && callback.body.includes('"id_token":');
    },
  },
  {
    name: 'logs people in on Fastify (in Nest)',
    measure: async (subject, emulator) => {
      const { login, callback } = await inNest(subject, emulator, 'fastify');
      return login === 302 && callback.status === 200;
    },
  },
];

/** Attacks and accidents beyond them, which apply to each of the three. */
export const attacks: readonly Behaviour[] = [
  {
    name: 'refuses a stolen code in the login of somebody else',
    measure: on({ strategy: { state: true, pkce: true } }, async ({ begin, agree, shop, visitor }) => {
      const stolen = new URL(await agree(await begin(shop.visitor()), 0), shop.url).searchParams.get('code')!;
      const back = new URL(await agree(await begin(), 1), shop.url);
      back.searchParams.set('code', stolen);
      return (await userOf(await visitor.open(back.href))) === undefined;
    }),
  },
  {
    name: 'refuses an ID token that is forged, expired or of another app',
    measure: on({}, async ({ logIn, emulator }) => {
      for (const flaw of ['signature', 'audience', 'issuer', 'expired', 'unknown-key'] as const) {
        emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw });
        if ((await logIn()).user !== undefined) return false;
      }
      return true;
    }),
  },
  {
    name: 'redeems a code once when a callback arrives twice at a time, and logs in once or twice',
    measure: on({}, async ({ begin, agree, visitor, emulator }) => {
      const back = await agree(await begin());
      const both = await Promise.all([visitor.open(back), visitor.open(back)]);
      const calls = emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;
      return calls === 1 && both.every(answered) && both.some(({ ok }) => ok);
    }),
  },
  {
    name: 'does not send a bookmark of the callback address round in circles',
    measure: on({}, async ({ visitor }) => {
      const response = await visitor.open('/auth/kakao/callback');
      return response.headers.get('location') === null && response.status !== 200;
    }),
  },
  {
    name: 'says no authorization code in an error',
    measure: on({}, async ({ begin, agree, shop, visitor, emulator }) => {
      const back = await agree(await begin());
      const code = new URL(back, shop.url).searchParams.get('code')!;
      const body = JSON.stringify({
        error: 'invalid_grant',
        error_code: 'KOE320',
        error_description: `authorization code not found for code=${code}`,
      });
      emulator.faults.add({ on: 'oauth.token', kind: 'answer', status: 400, body });
      await visitor.open(back);
      return shop.said.length > 0 && shop.said.every((text) => !text.includes(code));
    }),
  },
  {
    name: 'leaves the options it was given as they were',
    measure: on({}, async ({ given, logIn }) => {
      await logIn();
      return Object.keys(given).toSorted().join() === 'callbackURL,clientID,clientSecret';
    }),
  },
];
