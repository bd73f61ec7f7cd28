import { generateKeyPairSync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { parseUnlink, signSecurityEvent, verifySecurityEvent } from '@kakao-login/client/webhooks';
import type { SecurityEventName } from '@kakao-login/client/webhooks';
import { createKakaoEmulator, type AccountEvent, type KakaoEmulator, type UnlinkReason } from '@kakao-login/emulator';
import { SignJWT } from 'jose';
import { startSite } from '../clients/site.js';
import { apps, people } from './emulator-states.js';
import { bodyOf } from './published.js';
import { shapeOf } from './shape.js';

interface Claims {
  iss: string;
  aud: string;
  sub: string;
  iat: number;
  toe: number;
  jti: string;
  txm: string;
  app_id: string;
  events: Record<string, { subject: object; reason?: string; scope?: string[] }>;
}

const unlink = JSON.parse(bodyOf('unlink-webhook')) as {
  authorization: string;
  parameters: Record<UnlinkReason, string>;
  groupApp: string;
};
const reasons = Object.entries(unlink.parameters) as [UnlinkReason, string][];
const header = JSON.parse(bodyOf('security-event-header')) as { kid: string; typ: string; alg: string };
const events = Object.entries(JSON.parse(bodyOf('security-events')) as Record<SecurityEventName, Claims>) as [
  SecurityEventName,
  Claims,
][];
const adminKey = unlink.authorization.replace('KakaoAK ', '');

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const partOf = (jwt: string, index: 0 | 1) =>
  JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString()) as unknown;

interface Received {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

describe('the client reads the webhooks that Kakao published', () => {
  test.each(reasons)('an unlink call for %s, by GET and by POST', (reason, parameters) => {
    const headers = { authorization: unlink.authorization };
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
    const options = { adminKeys: adminKey, appId: '123456', now: () => 1_661_967_952_000 };
    const byGet = parseUnlink({ method: 'GET', url: `/kakao?${parameters}`, headers }, options);
    const byPost = parseUnlink({ method: 'POST', body: parameters, headers: form }, options);
    expect(byPost).toEqual(byGet);
    expect(byGet).toMatchObject({ appId: '123456', userId: '1376016924426111111', reason });
    expect(byGet).not.toHaveProperty('groupUserToken');
  });

  test('an unlink call of a group app', () => {
    const request = { method: 'GET', url: `/?${unlink.groupApp}`, headers: { authorization: unlink.authorization } };
    const { groupUserToken } = parseUnlink(request, { adminKeys: adminKey, appId: '123456' });
    expect(groupUserToken).toBe('published-group-user-token');
  });

  test.each(events)('the event %s, with the key found through ssf-configuration', async (event, claims) => {
    const asked: string[] = [];
    site.serve(({ url = '' }, response) => {
      asked.push(url);
      const key = { ...publicKey.export({ format: 'jwk' }), kid: header.kid, alg: header.alg, use: 'sig' };
      const answers: Record<string, string> = {
        '/.well-known/ssf-configuration': bodyOf('ssf-configuration'),
        '/.well-known/jwks.json': JSON.stringify({ keys: [key] }),
      };
      response.writeHead(answers[url] === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(answers[url]);
    });
    const client = new KakaoClient({
      clientId: claims.aud,
      hosts: site.url,
      issuer: claims.iss,
      now: () => claims.iat * 1000,
    });
    const jwt = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(privateKey);
    const read = await verifySecurityEvent(jwt, { client, appId: claims.app_id });
    await client.close();
    const [[uri, { subject: _, ...fields }]] = Object.entries(claims.events) as [[string, Claims['events'][string]]];
    expect(read).toMatchObject({
      webhook: 'event',
      event,
      uri,
      id: claims.jti,
      appId: claims.app_id,
      userId: claims.sub,
      issuedAt: claims.iat,
      occurredAt: claims.toe,
      transactionId: claims.txm,
      fields,
      ...(fields.reason !== undefined && { reason: fields.reason }),
      ...(fields.scope !== undefined && { scopes: fields.scope }),
    });
    expect(asked).toEqual(['/.well-known/ssf-configuration', '/.well-known/jwks.json']);
  });

  test.each(events)('signs the event %s with the published claims', (event, claims) => {
    const [{ subject: _, ...fields } = { subject: {} }] = Object.values(claims.events);
    const { sub: userId, app_id: appId, aud: audience } = claims;
    const jwt = signSecurityEvent({ event, userId, appId, audience, fields }, { privateKey, keyId: header.kid });
    expect(partOf(jwt, 0)).toEqual(header);
    expect(shapeOf(partOf(jwt, 1))).toEqual(shapeOf(claims));
  });
});

describe('the emulator sends the webhooks that Kakao published', () => {
  const app = { appId: String(apps.full.appId) };
  const user = String(people.another.id);
  let emulator: KakaoEmulator;
  let received: Received[];

  beforeAll(async () => {
    emulator = await createKakaoEmulator({ apps: Object.values(apps), people: Object.values(people) });
  });
  beforeEach(() => {
    received = [];
    site.serve((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        received.push({ method, url: new URL(url, site.url), headers, body });
        response.writeHead(headers['content-type'] === 'application/secevent+jwt' ? 202 : 200).end();
      });
    });
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator.close());

  /** Replaces the published values with those of this emulator. */
  const here = (parameters: string) => new URLSearchParams(parameters.replace('123456', app.appId));
  const key = () => emulator.apps.find(({ appId }) => appId === app.appId)?.adminKey ?? '';

  test.each(['GET', 'POST'] as const)('unlink calls by %s, for every reason', async (method) => {
    await emulator.configure({ webhooks: { unlink: { url: `${site.url}/unlink`, method } } }, { app });
    for (const [reason, parameters] of reasons) {
      received = [];
      await emulator.issueTokens(user, { app });
      expect(await emulator.webhooks.unlink(user, { app, reason })).toMatchObject({ outcome: 'delivered' });
      const [call] = received;
      const sent = method === 'GET' ? call?.url.searchParams : new URLSearchParams(call?.body);
      expect(Object.fromEntries(sent ?? [])).toEqual(Object.fromEntries(here(parameters)));
      expect(call).toMatchObject({ method, headers: { authorization: `KakaoAK ${key()}` } });
      const form = /^application\/x-www-form-urlencoded;\s*charset=utf-8$/i;
      expect(form.test(call?.headers['content-type'] ?? '')).toBe(method === 'POST');
    }
  });

  test('an unlink call of a group app', async () => {
    const webhooks = { unlink: { url: `${site.url}/unlink`, method: 'GET' as const } };
    await emulator.configure({ webhooks, groupApp: true }, { app });
    await emulator.updatePerson(user, { groupUserToken: 'published-group-user-token' });
    await emulator.issueTokens(user, { app });
    await emulator.webhooks.unlink(user, { app });
    expect(Object.fromEntries(received[0]?.url.searchParams ?? [])).toEqual(Object.fromEntries(here(unlink.groupApp)));
  });

  test.each(events)('the event %s', async (event, claims) => {
    await emulator.configure({ webhooks: { accountStatus: { url: `${site.url}/events` } } }, { app });
    await emulator.issueTokens(user, { app });
    await emulator.webhooks.settled();
    received = [];
    const delivery = await emulator.webhooks.send(event satisfies AccountEvent, user, { app });
    expect(delivery).toMatchObject({ outcome: 'delivered', status: 202 });
    const [call] = received;
    expect(call).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/secevent+jwt' } });
    const jwt = call?.body ?? '';
    expect(partOf(jwt, 0)).toEqual({ ...header, kid: expect.any(String) as unknown });
    expect(shapeOf(partOf(jwt, 1))).toEqual(shapeOf(claims));
    expect(Object.keys((partOf(jwt, 1) as Claims).events)).toEqual(Object.keys(claims.events));
  });

  test('ssf-configuration, at both paths', async () => {
    for (const path of ['/.well-known/ssf-configuration', '/.well-known/sse-configuration']) {
      const text = await (await fetch(emulator.url + path)).text();
      const atKakao: unknown = JSON.parse(text.replaceAll(emulator.url, 'https://kauth.kakao.com'));
      expect(atKakao).toEqual(JSON.parse(bodyOf('ssf-configuration')));
    }
  });
});
