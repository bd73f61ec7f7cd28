import { readdir, readFile } from 'node:fs/promises';
import { openTrap } from '../attacks/support/raw.js';
import { userOf, type Bench } from './bench.js';
import { answered, on, type Behaviour } from './row.js';

/** Enables every protection that a strategy has. */
const guarded = { strategy: { state: true, pkce: true } };

/** Starts a login, logs the person in, and returns the callback URL. */
async function backOf(
  { begin, agree, shop }: Bench,
  who: ReturnType<Bench['shop']['visitor']>,
  person: number,
): Promise<URL> {
  return new URL(await agree(await begin(who), person), shop.url);
}
const exchanged = ({ emulator }: Bench) => emulator.requests.some(({ endpoint }) => endpoint === 'oauth.token');
const polluted = () =>
  ['polluted', 'code', 'state'].some((name) => (({}) as Record<string, unknown>)[name] !== undefined);
const feed = '\r\nX-Evil: 1\r\nSet-Cookie: evil=1\r\n\r\nFORGED';

/** The attacks of `test/attacks` that apply to all three strategies. */
const attacksOnly: readonly Behaviour[] = [
  {
    name: 'by default, does not log the user in to an attacker’s account through a link (login CSRF)',
    measure: on({}, async (bench) => {
      const { shop, visitor } = bench;
      const back = await backOf(bench, shop.visitor(), 1);
      const whileLoggingIn = shop.visitor();
      await bench.begin(whileLoggingIn);
      const opened = [await visitor.open(back.href), await whileLoggingIn.open(back.href)];
      return (await Promise.all(opened.map(userOf))).every((user) => user === undefined);
    }),
  },
  {
    name: 'refuses a stolen code in another user’s login',
    measure: on(guarded, async ({ begin, agree, shop, visitor }) => {
      const stolen = new URL(await agree(await begin(shop.visitor()), 0), shop.url).searchParams.get('code')!;
      const back = new URL(await agree(await begin(), 1), shop.url);
      back.searchParams.set('code', stolen);
      return (await userOf(await visitor.open(back.href))) === undefined;
    }),
  },
  {
    name: 'refuses a code that was issued without a challenge (PKCE downgrade)',
    measure: on(guarded, async ({ begin, emulator, visitor }) => {
      const { searchParams } = await begin();
      const redirectUri = searchParams.get('redirect_uri')!;
      const { code } = await emulator.signIn(emulator.people[0]!, { redirectUri });
      const state = searchParams.get('state') ?? '';
      return (await userOf(await visitor.open(`/auth/kakao/callback?code=${code}&state=${state}`))) === undefined;
    }),
  },
  {
    name: 'does not let a link choose the `state` of a login (fixation)',
    measure: on(guarded, async (bench) => {
      const { visitor, agree, begin, shop } = bench;
      const fixed = 'A'.repeat(43);
      await visitor.open(`/auth/kakao?state=${fixed}`);
      const back = new URL(await agree(await begin(shop.visitor()), 1), shop.url);
      back.searchParams.set('state', fixed);
      return (await userOf(await visitor.open(back.href))) === undefined;
    }),
  },
  {
    name: 'accepts a callback only once, with its own unchanged cookie (tampering, replay)',
    measure: on(guarded, async (bench) => {
      const { visitor, shop } = bench;
      const back = await backOf(bench, visitor, 0);
      const jar = [...visitor.cookies];
      const thieves = [shop.visitor(), shop.visitor()];
      for (const [name, value] of jar) thieves[0]!.cookies.set(name, `${value.slice(0, -6)}AAAAAA`);
      await bench.begin(thieves[1]);
      for (const thief of thieves) if ((await userOf(await thief.open(back.href))) !== undefined) return false;
      if ((await userOf(await visitor.open(back.href))) === undefined) return false;
      for (const [name, value] of jar) visitor.cookies.set(name, value);
      back.searchParams.set('code', 'another');
      const again = await visitor.open(back.href);
      return answered(again) && (await userOf(again)) === undefined;
    }),
  },
  {
    name: 'does not send Kakao a code of another provider (mix-up)',
    measure: on(guarded, async (bench) => {
      await bench.begin();
      const query = 'code=of-another&state=of-another&iss=https%3A%2F%2Faccounts.google.com';
      const response = await bench.visitor.open(`/auth/kakao/callback?${query}`);
      return answered(response) && !exchanged(bench);
    }),
  },
  {
    name: 'returns users to their page, and never to another site (open redirect)',
    measure: on({ strategy: { returnTo: true } }, async ({ begin, agree, shop }) => {
      const tricks = [
        '//evil.example',
        '/\\evil.example',
        '/\t/evil.example',
        '/.//evil.example',
        'https:evil.example',
      ];
      for (const wanted of ['/cart', ...tricks, 'javascript:alert(1)', 'https://evil.example']) {
        const visitor = shop.visitor();
        const authorize = await visitor.open(`/auth/kakao?returnTo=${encodeURIComponent(wanted)}`);
        const back = await agree(new URL(authorize.headers.get('location') ?? (await begin(visitor))));
        const { authInfo } = (await (await visitor.open(back)).json()) as { authInfo?: { returnTo?: string } };
        const to = authInfo?.returnTo;
        if (wanted === '/cart' ? to !== wanted : to !== undefined && new URL(to, shop.url).origin !== shop.url)
          return false;
      }
      return true;
    }),
  },
  {
    name: 'adds no header and answers without a 500 for line breaks in a query (header injection)',
    measure: on(guarded, async ({ begin, visitor }) => {
      for (const name of ['code', 'state', 'error', 'error_description', 'scope', 'returnTo']) {
        const state = (await begin()).searchParams.get('state') ?? '';
        const query = new URLSearchParams({ state, ...(name === 'error_description' && { error: 'x' }), [name]: feed });
        const response = await visitor.open(`/auth/kakao/callback?${query.toString()}`);
        if (!answered(response) || response.headers.has('x-evil') || visitor.cookies.has('evil')) return false;
      }
      return true;
    }),
  },
  {
    name: 'adds no log line for line breaks in a query (log injection)',
    measure: on(guarded, async ({ begin, visitor, shop }) => {
      const state = (await begin()).searchParams.get('state') ?? '';
      const query = new URLSearchParams({ state, error: `access${feed}`, error_description: `no${feed}` });
      await visitor.open(`/auth/kakao/callback?${query.toString()}`);
      // A strategy that reports no error has not been tested.
      return shop.said.length > 0 && shop.said.every((text) => !/[\r\n]\W*FORGED/.test(text));
    }),
  },
  {
    name: 'protects Object.prototype from queries and from answers of Kakao (prototype pollution)',
    measure: on(guarded, async (bench) => {
      const { visitor, emulator, begin, agree } = bench;
      for (const query of [
        '__proto__[polluted]=1',
        '__proto__=x&constructor=y',
        'code[__proto__]=x&state[__proto__]=y',
      ])
        if (!answered(await visitor.open(`/auth/kakao/callback?${query}`))) return false;
      const back = await agree(await begin());
      const body = '{"id":1,"__proto__":{"polluted":1},"kakao_account":{"__proto__":{"polluted":1}}}';
      emulator.faults.add({ on: 'user.me', kind: 'answer', status: 200, body });
      return answered(await visitor.open(back)) && !polluted();
    }),
  },
  {
    name: 'answers 12 KB of code, state or cookie without a 500 or a request to Kakao',
    measure: on(guarded, async (bench) => {
      const { visitor } = bench;
      const huge = 'a'.repeat(12_000);
      await bench.begin();
      for (const query of [`code=${huge}&state=x`, `code=x&state=${huge}`, `error=${huge}`])
        if (!answered(await visitor.open(`/auth/kakao/callback?${query}`))) return false;
      for (const name of visitor.cookies.keys()) visitor.cookies.set(name, huge);
      return answered(await visitor.open('/auth/kakao/callback?code=x&state=x')) && !exchanged(bench);
    }),
  },
  {
    name: 'answers texts that make patterns backtrack within half a second of CPU time (ReDoS)',
    measure: on(guarded, async ({ visitor }) => {
      const began = process.cpuUsage();
      for (const part of ['a=', '%5c', '%22', ';', '//', '..', '%20', '%09'])
        for (const name of ['code', 'state', 'error', 'error_description'])
          await visitor.open(`/auth/kakao/callback?${name}=${part.repeat(3000 / part.length)}`);
      const { user, system } = process.cpuUsage(began);
      return user + system < 32 * 500_000;
    }),
  },
  {
    name: 'refuses an ID token that is forged, expired or for another app',
    measure: on({}, async ({ logIn, emulator }) => {
      for (const flaw of ['signature', 'audience', 'issuer', 'expired', 'unknown-key'] as const) {
        emulator.faults.add({ on: 'oauth.token', kind: 'id-token', flaw });
        if ((await logIn()).user !== undefined) return false;
      }
      return true;
    }),
  },
  {
    name: 'ignores redirect URIs and servers that a request contains (SSRF)',
    measure: async (subject, emulator) => {
      const trap = await openTrap();
      const { url } = trap;
      const taken = { callbackURL: `${url}/callback`, tokenURL: `${url}/oauth/token`, userProfileURL: url, hosts: url };
      const measured = await on({ login: taken }, async ({ visitor }) => {
        const { headers } = await visitor.open('/auth/kakao');
        const location = headers.get('location');
        return location === null || !decodeURIComponent(location).includes(url);
      })(subject, emulator);
      await trap.close();
      return measured && trap.calls.length === 0;
    },
  },
  {
    name: 'compares the `state` in constant time (read in its code, not measured)',
    measure: async (subject, emulator) => {
      const asked = await on(guarded, async ({ begin }) => (await begin()).searchParams.has('state'))(
        subject,
        emulator,
      );
      const folder = new URL(
        subject.ours ? '../../packages/passport/src/' : '../../node_modules/passport-oauth2/lib/',
        import.meta.url,
      );
      const files = (await readdir(folder, { recursive: true })).filter((file) => /\.[jt]s$/.test(file));
      const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
      // `sameText` of the client calls `timingSafeEqual`.
      return asked && texts.some((text) => /\b(?:timingSafeEqual|sameText)\(/.test(text));
    },
  },
];

/** Failures without an attacker, and leaks. */
const accidents: readonly Behaviour[] = [
  {
    name: 'exchanges a code only once if a callback arrives twice at the same time',
    measure: on({}, async ({ begin, agree, visitor, emulator }) => {
      const back = await agree(await begin());
      const both = await Promise.all([visitor.open(back), visitor.open(back)]);
      const calls = emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;
      return calls === 1 && both.every(answered) && both.some(({ ok }) => ok);
    }),
  },
  {
    name: 'does not cause a redirect loop for a bookmark of the callback',
    measure: on({}, async ({ visitor }) => {
      const response = await visitor.open('/auth/kakao/callback');
      return response.headers.get('location') === null && response.status !== 200;
    }),
  },
  {
    name: 'keeps authorization codes out of errors',
    measure: on({}, async ({ begin, agree, shop, visitor, emulator }) => {
      const back = await agree(await begin());
      const code = new URL(back, shop.url).searchParams.get('code')!;
      const body = JSON.stringify({
        error: 'invalid_grant',
        error_code: 'KOE303',
        error_description: `Redirect URI mismatch. code=${code}`,
      });
      emulator.faults.add({ on: 'oauth.token', kind: 'answer', status: 400, body });
      await visitor.open(back);
      return shop.said.length > 0 && shop.said.every((text) => !text.includes(code));
    }),
  },
  {
    name: 'does not change the options object',
    measure: on({}, async ({ given, logIn }) => {
      await logIn();
      return Object.keys(given).toSorted().join() === 'callbackURL,clientID,clientSecret';
    }),
  },
];

export const attacks: readonly Behaviour[] = [...attacksOnly, ...accidents];
