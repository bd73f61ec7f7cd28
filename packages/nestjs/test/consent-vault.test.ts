import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Redirect, UseFilters, UseGuards } from '@nestjs/common';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoConsentGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoModule,
  KakaoScopes,
  KakaoShippingService,
  KakaoTerms,
  KakaoVault,
} from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import type { Answer } from './support/browser.js';
import { freePort } from './support/kakao.js';
import { start } from './support/start.js';
import type { Started } from './support/start.js';

/* The consent of users is in the vault. They can revoke it through the vault, or in Kakao's settings. */

const user = '1001';

@Controller()
@UseFilters(KakaoExceptionFilter)
class ShopController {
  constructor(
    private readonly vault: KakaoVault,
    private readonly shipping: KakaoShippingService,
  ) {}

  @Get('auth/kakao/callback')
  @UseGuards(KakaoAuthGuard)
  @Redirect()
  callback(@KakaoLogin('returnTo') returnTo?: string): object {
    return { url: returnTo ?? '/' };
  }

  @Get('orders')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('shipping_address')
  orders(): string {
    return 'orders';
  }

  @Get('addresses')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('shipping_address')
  addresses(): Promise<object> {
    return this.vault.forUser(user).shipping.list();
  }

  @Get('addresses/by-token')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('shipping_address')
  async addressesByToken(): Promise<object> {
    return this.shipping.list({ accessToken: await this.vault.accessToken(user) });
  }

  @Get('news')
  @UseGuards(KakaoConsentGuard)
  @KakaoTerms('marketing_20260101')
  news(): string {
    return 'news';
  }
}

let emulator: KakaoEmulator;
let url: string;
let started: Started;
let vault: KakaoVault;
let browser: Browser;

beforeEach(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  emulator = await createKakaoEmulator({ redirectUris: [`${url}/auth/kakao/callback`] });
  const { restApiKey: clientID, clientSecret, adminKey } = emulator.app;
  const callbackURL = `${url}/auth/kakao/callback`;
  const options = { clientID, clientSecret, adminKey, callbackURL, hosts: emulator.url };
  const module = KakaoModule.forRoot({ ...options, vault: {}, currentUser: () => user });
  started = await start('express', { imports: [module], controllers: [ShopController] }, { port });
  vault = started.app.get(KakaoVault);
  browser = new Browser();
  await vault.save({ id: user, tokens: await emulator.issueTokens(user) });
});
afterEach(async () => {
  await browser.close();
  await started.close();
  await emulator.close();
});

const asked = ({ location }: Answer) => {
  const { scope, service_terms: terms } = Object.fromEntries(new URL(location).searchParams);
  return { scope, terms };
};
async function agree({ location: authorizeUrl }: Answer): Promise<Answer> {
  const { callbackUrl } = await emulator.signIn(user, { authorizeUrl });
  return browser.follow(callbackUrl, (location) => location.startsWith(emulator.url));
}
async function revokeInSettings(): Promise<void> {
  const { adminKey } = emulator.app;
  await fetch(`${emulator.url}/v2/user/revoke/scopes`, {
    method: 'POST',
    headers: { authorization: `KakaoAK ${adminKey}` },
    body: new URLSearchParams({ target_id_type: 'user_id', target_id: user, scopes: '["shipping_address"]' }),
  });
  emulator.faults.add({
    on: 'shipping.list',
    kind: 'error',
    code: -402,
    requiredScopes: ['shipping_address'],
    times: 1,
  });
}

describe('a page', () => {
  test('asks again at once for a consent item that was revoked through the vault', async () => {
    expect((await browser.get(`${url}/orders`)).body).toBe('orders');
    await vault.forUser(user).scopes.revoke(['shipping_address']);
    const answer = await browser.get(`${url}/orders`);
    expect(asked(answer)).toEqual({ scope: 'shipping_address' });
    expect((await agree(answer)).body).toBe('orders');
    expect((await vault.status(user))?.scopes).toContain('shipping_address');
  });

  test('asks again at once for service terms that were revoked through the vault', async () => {
    expect((await browser.get(`${url}/news`)).body).toBe('news');
    await vault.forUser(user).terms.revoke(['marketing_20260101']);
    expect(asked(await browser.get(`${url}/news`))).toEqual({ terms: 'marketing_20260101' });
  });

  test.each(['/addresses', '/addresses/by-token'])(
    'asks for what was revoked in Kakao’s settings once a call fails with -402, and corrects the record (%s)',
    async (path) => {
      expect((await browser.get(url + path)).status).toBe(200);
      await revokeInSettings();
      const answer = await browser.get(url + path);
      expect(asked(answer)).toEqual({ scope: 'shipping_address' });
      expect((await vault.status(user))?.scopes).not.toContain('shipping_address');
      // A page that does not call Kakao also uses the corrected record.
      expect(asked(await browser.get(`${url}/orders`))).toEqual({ scope: 'shipping_address' });
      expect((await agree(answer)).status).toBe(200);
      expect((await browser.get(`${url}/orders`)).body).toBe('orders');
    },
  );

  test('asks for what was revoked even if the record cannot be corrected', async () => {
    await revokeInSettings();
    emulator.faults.add({ on: 'scopes.list', kind: 'error', code: -1, times: 1 });
    expect(asked(await browser.get(`${url}/addresses/by-token`))).toEqual({ scope: 'shipping_address' });
  });
});
