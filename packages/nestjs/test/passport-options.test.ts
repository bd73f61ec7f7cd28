import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoAuthorize, KakaoExceptionFilter, KakaoModule } from '@kakao-login/nestjs';
import type { AuthenticateOptions } from 'passport';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

/* Options of `passport.authenticate` on a guard. Nest only gets the user from Passport, and responds itself. */

let options: Record<string, unknown>;
const current = (): never => options as never;

@Injectable()
class OwnGuard extends AuthGuard('kakao') {
  override getAuthenticateOptions(_context: ExecutionContext): never {
    return current();
  }
}

@Controller()
@UseFilters(KakaoExceptionFilter)
class LoginController {
  @Get('login')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('decorated/callback')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize(current)
  decorated(@Req() request: { user?: object; authInfo?: object; session?: unknown; chosen?: unknown }): object {
    const { user, authInfo, session, chosen } = request;
    return { user: user && Object.keys(user), authInfo, session, chosen };
  }

  @Get('own/callback')
  @UseGuards(OwnGuard)
  own(): void {}
}

type Followed = 'scope' | 'prompt' | 'state' | 'failureRedirect';
type Failing = 'failureFlash' | 'failureMessage' | 'failWithError';
/** Options that work for `passport.authenticate` in Express, but not on a guard. */
const forNothing = {
  assignProperty: 'chosen',
  authInfo: false,
  keepSessionInfo: true,
  passReqToCallback: true,
  pauseStream: true,
  session: true,
  successFlash: true,
  successMessage: true,
  successRedirect: '/me',
  successReturnToOrRedirect: '/me',
  userProperty: 'chosen',
} satisfies Record<keyof Omit<AuthenticateOptions, Followed | Failing>, unknown>;

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    const callbackURLs = ['decorated', 'own'].map((path) => `http://127.0.0.1:${port}/${path}/callback`);
    emulator = await createKakaoEmulator({ redirectUris: callbackURLs });
    const { restApiKey: clientID, clientSecret } = emulator.app;
    const values = {
      clientID,
      clientSecret,
      callbackURL: callbackURLs[0]!,
      callbackURLs,
      callbackRoute: 'shared' as const,
      hosts: emulator.url,
    };
    const imports = [KakaoModule.forRoot(values)];
    started = await start(platform, { imports, controllers: [LoginController] }, { port });
  });
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.close());
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  /** Returns the URL of Kakao's response to a login, on the route of one of the guards. */
  async function callback(route: string, error: string) {
    options = {};
    const { location } = await browser.get(`${started.url}/login`);
    const state = new URL(location).searchParams.get('state')!;
    return `${started.url}/${route}/callback?${error}&state=${state}`;
  }

  test.each(Object.entries(forNothing))(
    '%s has no effect, so it is not an option of @KakaoAuthorize()',
    async (name, value) => {
      const ended = async (given: typeof options) => {
        options = given;
        const { status, body } = await logIn(browser, `${started.url}/decorated/callback`, '1001', emulator.url);
        return { status, body: JSON.parse(body) as unknown };
      };
      const plain = await ended({ leg: undefined });
      expect(plain).toMatchObject({ status: 200, body: { user: expect.arrayContaining(['profile', 'tokens']) } });
      expect(await ended({ [name]: value })).toEqual(plain);
    },
  );

  describe.each(['failureFlash', 'failureMessage', 'failWithError'])('%s', (name) => {
    test('does not disable failureRedirect', async () => {
      const address = await callback('decorated', 'error=access_denied');
      options = { [name]: true, failureRedirect: '/start' };
      const answer = await browser.get(address);
      expect([answer.status, answer.location]).toEqual([302, `${started.url}/start?error=access_denied`]);
    });

    test('does not remove the code of the error', async () => {
      const address = await callback('decorated', 'code=made-up');
      options = { [name]: true };
      emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE010' });
      const answer = await browser.get(address, { accept: 'application/json' });
      expect(answer.json()).toMatchObject({ statusCode: 502, error: 'KOE010' });
    });

    test('has no effect on AuthGuard either', async () => {
      const denied = await callback('own', 'error=access_denied');
      options = { [name]: true, callbackURL: `${started.url}/own/callback` };
      const answer = await browser.get(denied, { accept: 'application/json' });
      expect(answer.json()).toMatchObject({ kind: 'login' });
    });
  });
});
