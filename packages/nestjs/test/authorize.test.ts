import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { KakaoAuthGuard, KakaoAuthorize, KakaoModule } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  query: Record<string, string>;
}

@Injectable()
class HintGuard extends AuthGuard('kakao') {
  override getAuthenticateOptions(context: ExecutionContext) {
    return { loginHint: context.switchToHttp().getRequest<Request>().query['hint'] };
  }
}

@Controller('auth')
class AuthController {
  @Get('plain')
  @UseGuards(AuthGuard('kakao'))
  plain(): void {}

  @Get('seam')
  @UseGuards(HintGuard)
  seam(): void {}

  @Get('again')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize({ prompt: 'login' })
  again(): void {}

  @Get('all')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize({
    prompt: ['login', 'select_account'],
    scope: ['openid', 'shipping_address'],
    serviceTerms: ['service_20260101', 'marketing_20260101'],
    channelPublicIds: '_moonlight',
    loginHint: 'moonlight@example.com',
  })
  all(): void {}

  @Get('asked')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize(async (context) => {
    const { query } = context.switchToHttp().getRequest<Request>();
    return Promise.resolve(query['prompt'] === undefined ? {} : { prompt: query['prompt'] });
  })
  asked(): void {}

  @Get('wholesale')
  @UseGuards(KakaoAuthGuard.for('wholesale'))
  @KakaoAuthorize({ prompt: 'create' })
  wholesale(): void {}

  @Get('proxied')
  @UseGuards(AuthGuard('proxied'))
  proxied(): void {}

  @Get('wholesale-plain')
  @UseGuards(AuthGuard('wholesale'))
  wholesalePlain(): void {}
}

@Controller('strict')
@KakaoAuthorize({ prompt: 'login', scope: ['account_email'] })
@UseGuards(KakaoAuthGuard)
class StrictController {
  @Get('own')
  @KakaoAuthorize({ prompt: 'none' })
  own(): void {}

  @Get('inherited')
  inherited(): void {}
}

describe.each(platforms)('on %s', (platform) => {
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    const options = { clientSecret: 'ClientSecretFromTheKakaoConsole1', hosts: 'http://kakao.test' };
    started = await start(platform, {
      imports: [
        KakaoModule.forRoot({
          ...options,
          clientID: 'retail',
          callbackURL: 'https://shop.example/auth/kakao/callback',
        }),
        KakaoModule.forRoot({
          ...options,
          name: 'wholesale',
          clientID: 'wholesale',
          callbackURL: '/auth/wholesale/callback',
        }),
        KakaoModule.forRoot({ ...options, name: 'proxied', clientID: 'retail', callbackURL: '/callback', proxy: true }),
      ],
      controllers: [AuthController, StrictController],
    });
    browser = new Browser();
  });
  afterAll(async () => {
    await started.close();
    await browser.close();
  });

  async function asked(path: string): Promise<URLSearchParams> {
    const answer = await browser.get(started.url + path);
    expect(answer.status).toBe(302);
    expect(answer.location).toMatch(/^http:\/\/kakao\.test\/oauth\/authorize\?/);
    return new URL(answer.location).searchParams;
  }

  test('AuthGuard sends a user to Kakao with state, nonce and PKCE, and nothing else', async () => {
    const parameters = await asked('/auth/plain');
    expect([...parameters.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'state',
    ]);
    expect(parameters.get('client_id')).toBe('retail');
    expect(parameters.get('redirect_uri')).toBe('https://shop.example/auth/kakao/callback');
    expect(browser.cookies(started.url).size).toBeGreaterThan(0);
  });

  test('AuthGuard passes on what getAuthenticateOptions returns', async () => {
    expect((await asked('/auth/seam?hint=a@example.com')).get('login_hint')).toBe('a@example.com');
  });

  test('@KakaoAuthorize sets the prompt of a route', async () => {
    expect((await asked('/auth/again')).get('prompt')).toBe('login');
  });

  test('@KakaoAuthorize sets every parameter that Kakao knows', async () => {
    const parameters = await asked('/auth/all');
    expect(Object.fromEntries(parameters)).toMatchObject({
      prompt: 'login,select_account',
      scope: 'openid,shipping_address',
      service_terms: 'service_20260101,marketing_20260101',
      channel_public_id: '_moonlight',
      login_hint: 'moonlight@example.com',
    });
  });

  test('@KakaoAuthorize accepts a function of the request', async () => {
    expect((await asked('/auth/asked?prompt=select_account')).get('prompt')).toBe('select_account');
    expect((await asked('/auth/asked')).get('prompt')).toBeNull();
  });

  test('options of a route override those of its controller', async () => {
    const own = await asked('/strict/own');
    expect([own.get('prompt'), own.get('scope')]).toEqual(['none', 'account_email']);
    const inherited = await asked('/strict/inherited');
    expect([inherited.get('prompt'), inherited.get('scope')]).toEqual(['login', 'account_email']);
  });

  test('a second app has its own guard, key and callback', async () => {
    const parameters = await asked('/auth/wholesale');
    expect(parameters.get('client_id')).toBe('wholesale');
    expect(parameters.get('prompt')).toBe('create');
    expect((await asked('/auth/wholesale-plain')).get('client_id')).toBe('wholesale');
  });

  test('a callback path is resolved against the URL of the request', async () => {
    const parameters = await asked('/auth/wholesale');
    expect(parameters.get('redirect_uri')).toBe(`${started.url}/auth/wholesale/callback`);
  });

  test('behind a trusted proxy, it is resolved against the URL that the browser sees', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' };
    const redirectUri = async (path: string) => {
      const { location } = await browser.get(started.url + path, forwarded);
      return new URL(location).searchParams.get('redirect_uri');
    };
    expect(await redirectUri('/auth/proxied')).toBe('https://shop.example/callback');
    expect(await redirectUri('/auth/wholesale')).toBe(`${started.url}/auth/wholesale/callback`);
  });

  test('a script gets the URL as JSON, because a redirect would cause a CORS error', async () => {
    const answer = await browser.get(`${started.url}/auth/again`, {
      'sec-fetch-mode': 'cors',
      'sec-fetch-dest': 'empty',
      accept: '*/*',
    });
    expect(answer.status).toBe(200);
    const { loginUrl } = answer.json() as { loginUrl: string };
    expect(new URL(loginUrl).searchParams.get('prompt')).toBe('login');
  });

  test('a forged state and error get 403, not a bare 500', async () => {
    const forged = await browser.get(`${started.url}/auth/plain?code=stolen&state=forged`);
    expect(forged.status).toBe(403);
    expect(forged.json()).toMatchObject({ statusCode: 403 });
    const empty = await browser.get(`${started.url}/auth/plain?code=stolen`);
    expect(empty.status).toBe(403);
  });

  test.each([
    '?code=a&code=b&state=c',
    '?code[]=a&state[]=b',
    '?code[x]=a&state=b',
    '?state=only',
    '?error=access_denied',
    '?error=%3Cscript%3E&state=a',
    '?error=a%0d%0aSet-Cookie:%20x=1&state=a&error_description=%00',
    '?__proto__[code]=a&constructor=b&code=c',
    '?code=%ED%95%9C%EA%B8%80&state=%EA%B0%80',
    `?code=${'a'.repeat(8000)}&state=${'b'.repeat(2000)}`,
    '?code=%&state=%E0%A4',
  ])('an invalid query of a callback is an error of the client: %s', async (query) => {
    for (const path of ['/auth/plain', '/auth/proxied']) {
      const answer = await browser.get(`${started.url}${path}${query}`);
      expect(answer.status).toBeGreaterThanOrEqual(300);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['set-cookie'] ?? []).not.toContain('x=1');
      expect(answer.body).not.toContain('<script>');
    }
  });
});
