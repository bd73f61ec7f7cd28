import { readdir, readFile } from 'node:fs/promises';
import { openTrap } from '../attacks/support/raw.js';
import { userOf, type Bench } from './bench.js';
import { answered, on, type Behaviour } from './row.js';

/** Every protection that a strategy has, switched on. */
const guarded = { strategy: { state: true, pkce: true } };

/** The callback of a person's login, at the front of whoever opens it. */
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

/** The attacks that `test/attacks` holds against us, as far as they apply to each of the three. */
const attacksOnly: readonly Behaviour[] = [
  {
    name: 'out of the box, logs nobody in to the account of an attacker who sends a link (login CSRF)',
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
    name: 'refuses a stolen code in the login of somebody else',
    measure: on(guarded, async ({ begin, agree, shop, visitor }) => {
      const stolen = new URL(await agree(await begin(shop.visitor()), 0), shop.url).searchParams.get('code')!;
      const back = new URL(await agree(await begin(), 1), shop.url);
      back.searchParams.set('code', stolen);
      return (await userOf(await visitor.open(back.href))) === undefined;
    }),
  },
  {
    name: 'refuses a code that was got without a challenge (PKCE downgrade)',
    measure: on(guarded, async ({ begin, emulator, visitor }) => {
      const { searchParams } = await begin();
      const redirectUri = searchParams.get('redirect_uri')!;
      const { code } = await emulator.signIn(emulator.people[0]!, { redirectUri });
      const state = searchParams.get('state') ?? '';
      return (await userOf(await visitor.open(`/auth/kakao/callback?code=${code}&state=${state}`))) === undefined;
    }),
  },
  {
    name: 'lets no link choose the `state` of a login (fixation)',
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
    name: 'takes a login back only with its own, unchanged cookie, and once (tampering, replay)',
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
    name: 'sends Kakao no code that another provider sent to the callback (mix-up)',
    measure: on(guarded, async (bench) => {
      await bench.begin();
      const query = 'code=of-another&state=of-another&iss=https%3A%2F%2Faccounts.google.com';
      const response = await bench.visitor.open(`/auth/kakao/callback?${query}`);
      return answered(response) && !exchanged(bench);
    }),
  },
  {
    name: 'brings people back to where they were, and never to another site (open redirect)',
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
    name: 'lets line breaks in a query make no header, and less than a 500 (header injection)',
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
    name: 'lets line breaks in a query make no line of a log (log injection)',
    measure: on(guarded, async ({ begin, visitor, shop }) => {
      const state = (await begin()).searchParams.get('state') ?? '';
      const query = new URLSearchParams({ state, error: `access${feed}`, error_description: `no${feed}` });
      await visitor.open(`/auth/kakao/callback?${query.toString()}`);
      // One that says nothing of the failure has not been asked.
      return shop.said.length > 0 && shop.said.every((text) => !/[\r\n]\W*FORGED/.test(text));
    }),
  },
  {
    name: 'lets no query and no answer of Kakao reach the prototype of all objects (pollution)',
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
    name: 'answers 12 KB of code, state or cookie with less than a 500, and sends none of it to Kakao',
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
    name: 'answers texts that make patterns backtrack with half a second of CPU time (ReDoS)',
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
    name: 'sends nobody to a redirect URI, and itself to no server, that a request brought along (SSRF)',
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

/** What goes wrong without anybody's ill will, and what leaks then. */
const accidents: readonly Behaviour[] = [
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
        error_code: 'KOE303',
        error_description: `Redirect URI mismatch. code=${code}`,
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

export const attacks: readonly Behaviour[] = [...attacksOnly, ...accidents];
