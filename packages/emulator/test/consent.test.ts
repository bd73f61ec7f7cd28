import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, callback, location, post } from './visitor.js';

let emulator: KakaoEmulator;
let service: Server;
let told: { event: string; scope?: string[] }[] = [];

beforeAll(async () => {
  service = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const [[uri, { scope }] = ['', {}]] = Object.entries(decodeJwt<{ events: Record<string, Told> }>(body).events);
      told.push({ event: uri.split('/').at(-1) ?? '', ...(scope && { scope }) });
      answer.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/events`;
  const [shop] = defaultSeed.apps;
  emulator = await createKakaoEmulator({
    apps: [
      { ...shop, webhooks: { accountStatus: { url } } },
      {
        appId: '2',
        name: '모두의 앱',
        under14: 'allow',
        restApiKeys: [{ key: 'open', redirectUris: [callback] }],
        webhooks: { accountStatus: { url } },
      },
    ],
  });
});
afterEach(async () => {
  await emulator.webhooks.settled();
  emulator.reset();
  told = [];
});
afterAll(async () => {
  await emulator.close();
  service.closeAllConnections();
  service.close();
});

interface Told {
  scope?: string[];
}
const path = (more: Record<string, string> = {}): string => authorizePath(emulator, more);
const heard = async (): Promise<typeof told> => {
  await emulator.webhooks.settled();
  return told.splice(0).sort((one, other) => one.event.localeCompare(other.event));
};
async function unlink(): Promise<void> {
  const { access_token } = await emulator.issueTokens('1001');
  await post(`${emulator.url}/v1/user/unlink`, {}, { authorization: `Bearer ${access_token}` });
}
const enter = async (visitor: Visitor, more: Record<string, string> = {}, person = '1001'): Promise<Response> =>
  visitor.logIn(await visitor.get(path(more)), '1', { person });

describe('a consent form that is sent after the link has changed', () => {
  test.each<[string, Record<string, string>]>([
    ['more items', { scope: 'account_email' }],
    ['terms', { service_terms: 'service_20260101,marketing_20260101' }],
  ])('for %s leads to the page of the first consent if the user is no longer linked', async (_what, more) => {
    await emulator.signIn('1001', { agree: [], terms: [] });
    const visitor = new Visitor(emulator.url);
    const page = await enter(visitor, more);
    expect(page.status).toBe(200);
    await unlink();
    await heard();
    const answer = await visitor.accept(page);
    expect((await emulator.exportState()).links).toEqual([]);
    const first = await visitor.get(location(answer));
    const text = await first.clone().text();
    expect(text).toContain('profile_nickname');
    expect(text).toContain('service_20260101');
    expect(await heard()).toEqual([]);
    expect(location(await visitor.accept(first))).toContain('?code=');
    const [link] = (await emulator.exportState()).links;
    expect(Object.keys(link?.scopes ?? {})).toContain('profile_nickname');
    expect(Object.keys(link?.terms ?? {})).toContain('service_20260101');
    expect(await heard()).toMatchObject([{ event: 'user-linked' }, { event: 'user-scope-consent' }]);
  });

  test('can still cancel', async () => {
    await emulator.signIn('1001', { agree: [] });
    const visitor = new Visitor(emulator.url);
    const page = await enter(visitor, { scope: 'account_email' });
    await unlink();
    const transaction = /name="transaction"[^>]*? value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
    const end = await visitor.post('/oauth/authorize', { transaction, action: 'cancel' });
    expect(location(end)).toContain('error=access_denied');
  });

  test('links the user once from two tabs, and sends webhooks for what is new', async () => {
    const visitor = new Visitor(emulator.url);
    const one = await enter(visitor);
    const other = await visitor.get(path());
    await visitor.accept(one, [
      ['scope', 'profile_nickname,account_email'],
      ['terms', 'service_20260101,privacy_20260101'],
    ]);
    const { connectedAt, scopes } = (await emulator.exportState()).links[0] ?? {};
    expect(await heard()).toEqual([
      { event: 'user-linked' },
      { event: 'user-scope-consent', scope: ['profile_nickname', 'account_email'] },
    ]);
    emulator.clock.advance({ minutes: 1 });
    const end = await visitor.accept(other, [
      ['scope', 'profile_nickname,gender'],
      ['terms', 'service_20260101,privacy_20260101'],
    ]);
    expect(location(end)).toContain('?code=');
    expect(await heard()).toEqual([{ event: 'user-scope-consent', scope: ['gender'] }]);
    const [link] = (await emulator.exportState()).links;
    expect(link).toMatchObject({ connectedAt, scopes: { ...scopes, gender: expect.any(Number) } });
  });

  test('links the user once if a guardian agrees twice', async () => {
    const visitor = new Visitor(emulator.url);
    const pages = [await enter(visitor, { client_id: 'open' }, '1006'), await visitor.get(path({ client_id: 'open' }))];
    for (const page of pages) {
      const guardian = await (await visitor.accept(page)).text();
      expect(location(await visitor.get(/href="([^"]*guardian[^"]*)"/.exec(guardian)?.[1] ?? ''))).toContain('?code=');
    }
    expect(await heard()).toEqual([
      { event: 'user-linked' },
      { event: 'user-scope-consent', scope: ['profile_nickname'] },
    ]);
  });
});
