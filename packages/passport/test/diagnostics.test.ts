import { tracingChannel } from 'node:diagnostics_channel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { KakaoLoginMessage } from '@kakao-login/client';
import { KakaoStrategy } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

const channel = tracingChannel('kakao-login:login');

/** Other redirect URIs, and how a message shows them. */
const others = {
  'https://shop.example.com/cb?tenant=secret': 'https://shop.example.com/cb',
  'kakao0123456789abcdef://oauth': '•••',
};

let kakao: Kakao;
let shop: Shop;
let verify: (id: string) => object | false;
let heard: KakaoLoginMessage[];
let details: Pick<KakaoLoginMessage, 'steps' | 'parameters'>[];
function note(message: unknown): void {
  const { steps, parameters, ...told } = message as KakaoLoginMessage;
  heard.push(told);
  details.push({ ...(steps && { steps }), ...(parameters && { parameters }) });
}

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    strategy: { callbackURLs: Object.keys(others) },
    make: (options) => new KakaoStrategy(options, ({ profile }) => verify(profile.id)),
    routes: (app) =>
      app.get('/js', async (request, response) => {
        response.json(await (shop.strategy as KakaoStrategy).simpleLogin(request));
      }),
  });
});
beforeEach(() => {
  heard = [];
  details = [];
  verify = (id) => ({ id });
  channel.asyncEnd.subscribe(note);
});
afterEach(() => {
  channel.asyncEnd.unsubscribe(note);
  kakao.reset();
  shop.login = {};
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const name = expect.stringMatching(/^[\w-]{16}$/);

describe('kakao-login:login', () => {
  test('publishes both legs of a login, and which of them belong together', async () => {
    await shop.browser().follow('/auth/kakao');
    await shop.browser().follow('/auth/kakao');
    expect(heard).toEqual(
      [0, 1].flatMap(() => [
        { leg: 'login', login: name, outcome: 'redirect' },
        { leg: 'callback', login: name, outcome: 'success' },
      ]),
    );
    const [first, , , second] = heard.map(({ login }) => login);
    expect(heard.map(({ login }) => login)).toEqual([first, first, second, second]);
    expect(first).not.toBe(second);
  });

  test('does not reveal the state, the code or the user', async () => {
    const browser = shop.browser();
    const begun = await browser.open('/auth/kakao');
    const authorize = new URL(begun.headers.get('location') ?? '');
    const back = await browser.open(authorize.href);
    const { searchParams } = new URL(back.headers.get('location') ?? '');
    await browser.open(back.headers.get('location') ?? '');
    expect(heard.map(({ outcome }) => outcome)).toEqual(['redirect', 'success']);
    const said = JSON.stringify([heard, details]);
    const shown = ['redirect_uri', 'response_type', 'code_challenge_method'];
    const secrets = [...authorize.searchParams].filter(([name]) => !shown.includes(name)).map(([, value]) => value);
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    for (const secret of [...secrets, ...searchParams.values(), '1285016924429472463'])
      expect(said).not.toContain(secret);
  });

  test('publishes why a login was refused', async () => {
    kakao.bends.refuse = { error: 'access_denied', error_description: 'User denied access' };
    await shop.browser().follow('/auth/kakao');
    expect(heard[1]).toEqual({
      leg: 'callback',
      login: name,
      outcome: 'refused',
      error: { kind: 'login', code: 'access_denied' },
    });
  });

  test('does not contain an arbitrary error code from the URL', async () => {
    const browser = shop.browser();
    const begun = await browser.open('/auth/kakao');
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    await browser.open(`/auth/kakao/callback?error=ThisIsNoneOfOurs&state=${state}`);
    expect(heard[1]).toMatchObject({ outcome: 'refused', error: { kind: 'login', code: 'other' } });
  });

  test('publishes a failed login without a screen, although the user does not see it', async () => {
    shop.login = { silent: true };
    kakao.bends.refuseSilent = 'login_required';
    const browser = shop.browser();
    const begun = await browser.open('/auth/kakao');
    const back = await browser.open(begun.headers.get('location') ?? '');
    await browser.open(back.headers.get('location') ?? '');
    expect(heard[1]).toMatchObject({ outcome: 'redirect', error: { kind: 'login', code: 'login_required' } });
  });

  test('publishes a login that restarts, and the new one', async () => {
    kakao.bends.tokens = [{ status: 400, body: { error: 'invalid_grant', error_code: 'KOE320' } }];
    await shop.browser().follow('/auth/kakao');
    expect(heard.map(({ leg, outcome }) => [leg, outcome])).toEqual([
      ['login', 'redirect'],
      ['callback', 'redirect'],
      ['callback', 'success'],
    ]);
    expect(heard[1]).toMatchObject({ error: { kind: 'auth', code: 'KOE320' }, next: heard[2]?.login });
  });

  test('publishes a user that the application refused, and a verify callback that failed', async () => {
    verify = () => false;
    await shop.browser().follow('/auth/kakao');
    verify = () => {
      throw new Error('gildong@example.com is not welcome');
    };
    await shop.browser().follow('/auth/kakao');
    const [, turnedAway, , failed] = heard;
    expect(turnedAway).toEqual({ leg: 'callback', login: name, outcome: 'fail' });
    expect(failed).toEqual({
      leg: 'callback',
      login: name,
      outcome: 'error',
      error: { kind: 'other', code: 'other' },
    });
  });

  test('publishes a callback of a login that this browser did not start', async () => {
    await shop.browser().open('/auth/kakao/callback?code=c&state=s');
    expect(heard).toEqual([
      { leg: 'callback', login: name, outcome: 'refused', error: { kind: 'login', code: 'state_missing' } },
    ]);
  });

  test('publishes a login that starts on the page', async () => {
    await shop.browser().open('/js');
    expect(heard).toEqual([{ leg: 'login', login: name, outcome: 'answered' }]);
  });
});

describe('the details of a login', () => {
  const steps = () => details.map(({ steps = [] }) => steps.map(({ step }) => step));
  const parameters = () => details.map(({ parameters = {} }) => parameters);

  test('are the steps of its callback, in order and with their times', async () => {
    await shop.browser().follow('/auth/kakao');
    expect(steps()).toEqual([[], ['state', 'code', 'token', 'id_token', 'profile', 'handler']]);
    const times = details[1]?.steps?.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test.each<[string, string[], () => unknown]>([
    [
      'the code exchange',
      ['state', 'code', 'token'],
      () => (kakao.bends.token = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } }),
    ],
    ['the verify callback', ['state', 'code', 'token', 'id_token', 'profile', 'handler'], () => (verify = () => false)],
  ])('end with the step that failed: %s', async (_step, expected, fail) => {
    fail();
    const browser = shop.browser();
    await browser.open(await browser.comeBack());
    expect(steps()[1]).toEqual(expected);
  });

  test('are the parameters that were sent, without their secrets', async () => {
    shop.login = { scope: ['openid', 'account_email', 'a.secret'], prompt: 'login', loginHint: 'gildong@example.com' };
    await shop.browser().follow('/auth/kakao');
    expect(parameters()[0]).toEqual({
      client_id: '•••',
      redirect_uri: `${shop.url}/auth/kakao/callback`,
      response_type: 'code',
      scope: 'openid account_email •••',
      prompt: 'login',
      login_hint: '•••',
      state: '•••',
      nonce: '•••',
      code_challenge: '•••',
      code_challenge_method: 'S256',
    });
    expect(parameters()[1]).toEqual({ code: '•••', state: '•••' });
  });

  test('exist for a login that starts on the page', async () => {
    await shop.browser().open('/js');
    expect(parameters()[0]).toMatchObject({ state: '•••', redirect_uri: `${shop.url}/auth/kakao/callback` });
  });

  test('name an error only if it is a known one', async () => {
    const browser = shop.browser();
    for (const error of ['access_denied', '<script>alert(1)</script>', 'AnAccessTokenOfSomebody'])
      await browser.open(`/auth/kakao/callback?error=${encodeURIComponent(error)}&error_description=abc&state=x`);
    expect(parameters().map(({ error }) => error)).toEqual(['access_denied', '•••', '•••']);
    expect(parameters()[0]).toMatchObject({ error_description: '•••' });
  });

  test('do not show the query of a redirect URI or the scheme of a native app', async () => {
    for (const [callbackURL, expected] of Object.entries(others)) {
      shop.login = { callbackURL };
      await shop.browser().open('/auth/kakao');
      expect(parameters().at(-1)?.['redirect_uri']).toBe(expected);
    }
  });
});

test('no message is created without subscribers', async () => {
  channel.asyncEnd.unsubscribe(note);
  expect(channel.hasSubscribers).toBe(false);
  const response = await shop.browser().follow('/auth/kakao');
  expect([response.status, heard]).toEqual([200, []]);
});
