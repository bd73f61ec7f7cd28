import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get, Param, UseFilters } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { HttpAdapterHost } from '@nestjs/core';
import {
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoUsageError,
  apiCodes,
  koeCodes,
  loginCodes,
} from '@kakao-login/client';
import { connectionTable, tokenTable } from '@kakao-login/client/internal';
import type { ConnectionCode, KakaoError, TokenCode } from '@kakao-login/client';
import { KakaoExceptionFilter } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

const secret = 'text of Kakao <script>alert(1)</script>';
const sentence = { ko: '이유 <b>', en: 'a reason <b>' };

const errors: Record<string, KakaoError> = {
  api: new KakaoApiError({ code: -401, kakaoStatus: 401, kakaoMessage: secret, endpoint: 'user.me' }),
  scopes: new KakaoApiError({ code: -402, kakaoStatus: 403, requiredScopes: ['account_email'] }),
  unknown: new KakaoApiError({ code: -99999, kakaoStatus: 400, kakaoMessage: secret }),
  auth: new KakaoAuthError({ error: 'invalid_grant', code: 'KOE320', kakaoStatus: 400, kakaoMessage: secret }),
  secret: new KakaoAuthError({ error: 'invalid_client', code: 'KOE010', kakaoStatus: 401, kakaoMessage: secret }),
  connection: new KakaoConnectionError('timeout', { endpoint: 'user.me' }),
  unexpected: new KakaoUnexpectedError('html', { kakaoStatus: 200, kakaoMessage: secret }),
  token: new KakaoTokenError('signature'),
  denied: new KakaoLoginError('access_denied', { kakaoMessage: secret }),
  consent: new KakaoLoginError('consent_required'),
  state: new KakaoLoginError('state_mismatch'),
  usage: new KakaoUsageError('argument_malformed', { option: 'x', reason: sentence, remedy: sentence }),
};

const documented: KakaoError[] = [
  ...Object.keys(apiCodes).map((code) => new KakaoApiError({ code: Number(code), kakaoStatus: 400 })),
  ...Object.keys(koeCodes).map((code) => new KakaoAuthError({ error: 'some_error', code, kakaoStatus: 400 })),
  ...Object.keys(loginCodes).map((code) => new KakaoLoginError(code)),
  ...Object.keys(tokenTable()).map((code) => new KakaoTokenError(code as TokenCode)),
  ...Object.keys(connectionTable()).map((code) => new KakaoConnectionError(code as ConnectionCode)),
];
for (const [index, error] of documented.entries()) errors[`documented-${index}`] = error;

class ThrowingController {
  @Get(':name')
  throw(@Param('name') name: string): never {
    throw errors[name] ?? new Error('no such error in this test');
  }
}

@Controller('bare')
class BareController extends ThrowingController {}

@Controller('filtered')
@UseFilters(KakaoExceptionFilter)
class FilteredController extends ThrowingController {}

const asked = new KakaoApiError({ code: -9798, kakaoStatus: 503 });
asked.retryAfter = 120;
errors['asked'] = asked;

const named = Object.entries(errors).filter(([name]) => !name.startsWith('documented'));

describe.each(platforms)('on %s', (platform) => {
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    started = await start(platform, { controllers: [BareController, FilteredController] });
    browser = new Browser();
  });
  afterEach(() => {
    started.log.length = 0;
  });
  afterAll(async () => {
    await started.close();
    await browser.close();
  });

  const asClient = (path: string) => browser.get(started.url + path, { accept: 'application/json' });

  test.each(named)('%s: an API client gets status and JSON', async (name, error) => {
    const answer = await asClient(`/filtered/${name}`);
    expect(answer.status).toBe(error.status);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({
      statusCode: error.status,
      error: String(error.code),
      kind: error.kind,
      message: error.message,
      reason: error.reason,
      remedy: error.remedy,
      retryable: error.retryable,
    });
    expect(answer.body).not.toContain('text of Kakao');
  });

  test.each(named)('%s: a browser gets a page that explains it', async (name, error) => {
    const answer = await browser.get(`${started.url}/filtered/${name}`);
    expect(answer.status).toBe(error.status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-language']).toBe('ko');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).toContain('<html lang="ko">');
    expect(answer.body).toContain(`<code>${error.code}</code>`);
    expect(answer.body).not.toContain('text of Kakao');
    expect(answer.body).not.toContain('<script');
    expect(answer.body).not.toContain('<b>');
  });

  test.each(named)('%s: without the filter, Nest responds with its status and message', async (name, error) => {
    const answer = await asClient(`/bare/${name}`);
    expect(answer.status).toBe(error.status);
    expect(answer.json()).toMatchObject({ statusCode: error.status, message: error.message });
    expect(answer.body).not.toContain('text of Kakao');
  });

  test('no documented code of Kakao results in a bare 500, with or without the filter', async () => {
    for (const [index, error] of documented.entries()) {
      const bare = await asClient(`/bare/documented-${index}`);
      const filtered = await asClient(`/filtered/documented-${index}`);
      expect(error.status).not.toBe(500);
      expect([bare.status, filtered.status]).toEqual([error.status, error.status]);
      expect(bare.json()['message']).toContain(String(error.code));
      expect(filtered.json()['error']).toBe(String(error.code));
    }
  });

  test('Kakao’s Retry-After is passed on', async () => {
    expect((await asClient('/filtered/asked')).headers['retry-after']).toBe('120');
    expect((await asClient('/filtered/connection')).headers['retry-after']).toBeUndefined();
  });

  test('the page is in English for a browser that prefers it', async () => {
    const answer = await browser.get(`${started.url}/filtered/denied`, { 'accept-language': 'en-GB,ko;q=0.5' });
    expect(answer.headers['content-language']).toBe('en');
    expect(answer.body).toContain('We couldn’t log you in');
  });

  test('information for developers is collapsed', async () => {
    for (const [index, error] of documented.entries()) {
      const { body } = await browser.get(`${started.url}/filtered/documented-${index}`);
      const [visible = '', folded] = body.split('<details>');
      expect([error.code, folded !== undefined]).toEqual([error.code, true]);
      expect(visible.replace(/<code>.*<\/code>/, '')).not.toMatch(
        /prompt|scope|state|redirectUri|카카오 개발자 콘솔|콜백|하게 하세요/,
      );
    }
  });

  test.each([
    ['denied', '로그인을 취소했거나'],
    ['consent', '다시 로그인해 주세요.'],
    ['state', '쿠키'],
    ['auth', '다시 로그인해 주세요.'],
  ])('the page tells a visitor what to do: %s', async (name, sentence) => {
    const { body } = await browser.get(`${started.url}/filtered/${name}`);
    expect(body.split('<details>')[0]).toContain(sentence);
  });

  test('a fetch from a page gets JSON, regardless of its Accept header', async () => {
    const answer = await browser.get(`${started.url}/filtered/denied`, { 'sec-fetch-mode': 'cors' });
    expect(answer.json()).toMatchObject({ error: 'access_denied' });
  });

  test('Kakao’s own text is logged, and cannot add lines to the log', async () => {
    await asClient('/filtered/api');
    expect(started.log).toHaveLength(1);
    expect(started.log[0]).toContain('Kakao: "text of Kakao');
  });

  test('other errors are left to Nest', async () => {
    const answer = await asClient('/filtered/none');
    expect(answer.json()).toEqual({ statusCode: 500, message: 'Internal server error' });
  });
});

test('as APP_FILTER it works for the whole application', async () => {
  const started = await start('express', {
    controllers: [BareController],
    providers: [{ provide: APP_FILTER, useClass: KakaoExceptionFilter }],
  });
  const browser = new Browser();
  const answer = await browser.get(`${started.url}/bare/denied`);
  expect(answer.body).toContain('<html lang="ko">');
  await browser.close();
  await started.close();
});

test('a subclass can set where the button leads', async () => {
  class ShopErrors extends KakaoExceptionFilter {
    protected override startPath(): string {
      return '/login?from="kakao"';
    }
  }
  const started = await start('express', {
    controllers: [BareController],
    providers: [{ provide: APP_FILTER, useClass: ShopErrors }],
  });
  const browser = new Browser();
  const answer = await browser.get(`${started.url}/bare/denied`);
  expect(answer.body).toContain('href="/login?from=&#34;kakao&#34;"');
  await browser.close();
  await started.close();
});

test('outside HTTP the error is rethrown', () => {
  const filter = new KakaoExceptionFilter({} as HttpAdapterHost);
  const host = { getType: () => 'graphql' } as unknown as ArgumentsHost;
  expect(() => filter.catch(errors['api']!, host)).toThrow(errors['api']);
});
