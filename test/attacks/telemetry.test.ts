import { tracingChannel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Controller, Get, Module, UseFilters, UseGuards } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as fc from 'fast-check';
import { isKakaoError, KakaoClient, kakaoErrorBody } from '@kakao-login/client';
import { KakaoInstrumentation } from '@kakao-login/client/opentelemetry';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoModule,
  KakaoVault,
  OnKakaoEvent,
  OnKakaoUnlink,
} from '@kakao-login/nestjs';
import { KakaoXray, KakaoXrayModule } from '@kakao-login/nestjs/xray';

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });
const instrumentation = new KakaoInstrumentation({ enabled: false });
const channels = ['call', 'login', 'refresh', 'webhook'].map((name) => tracingChannel(`kakao-login:${name}`));
const stages = ['start', 'error', 'asyncEnd'] as const;

let messages: unknown[] = [];
// Publishers change a message until the operation ends, so this takes a copy.
const note = (message: unknown): void => void messages.push(structuredClone(message));

interface Answer {
  status: number;
  body: string;
}
/** The answer of the server, which contains the secrets in every field that an error could keep. */
let answer: Answer | ((path: string) => Answer);
const server = createServer((request, response) => {
  request.resume();
  const { status, body } = typeof answer === 'function' ? answer(request.url?.split('?')[0] ?? '') : answer;
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
});
let hosts: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  hosts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  instrumentation.setTracerProvider(tracerProvider);
  instrumentation.setMeterProvider(meterProvider);
  instrumentation.enable();
  for (const channel of channels) for (const stage of stages) channel[stage].subscribe(note);
});
afterAll(async () => {
  for (const channel of channels) for (const stage of stages) channel[stage].unsubscribe(note);
  instrumentation.disable();
  await tracerProvider.shutdown();
  await meterProvider.shutdown();
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
const secret = fc
  .array(fc.constantFrom(...letters), { minLength: 24, maxLength: 64 })
  .map((characters) => `${characters.join('')}7`);
const email = fc.tuple(secret, secret).map(([name, host]) => `${name.slice(0, 12)}@${host.slice(0, 10)}.example`);
const secrets = fc.record({
  clientId: secret,
  clientSecret: secret,
  adminKey: secret,
  accessToken: secret,
  refreshToken: secret,
  code: secret,
  codeVerifier: secret,
  idToken: secret,
  email,
  targetId: fc.bigInt({ min: 10n ** 15n, max: 10n ** 18n }).map(String),
});
type Secrets = typeof secrets extends fc.Arbitrary<infer T> ? T : never;

const calls: ((client: KakaoClient, given: Secrets) => Promise<unknown>)[] = [
  (client, { accessToken }) => client.user.me({ accessToken }),
  (client, { targetId }) => client.user.me({ admin: true, targetId }),
  (client, { accessToken, email }) => client.user.updateProfile({ accessToken }, { properties: { email } } as never),
  (client, { code, codeVerifier }) =>
    client.oauth.exchangeCode({ code, codeVerifier: codeVerifier.padEnd(43, 'x'), redirectUri: 'http://localhost/cb' }),
  (client, { refreshToken }) => client.oauth.refresh({ refreshToken }),
  (client, { idToken }) => client.oidc.tokenInfo(idToken),
  (client, { idToken }) => client.oidc.verifyIdToken(idToken),
];

/** Possible answers of a server that contain these secrets. */
const bodies: ((all: string) => { status: number; body: string })[] = [
  (all) => ({ status: 400, body: JSON.stringify({ code: -2, msg: all, required_scopes: all.split(' ') }) }),
  (all) => ({
    status: 401,
    body: JSON.stringify({ error: 'invalid_grant', error_code: 'KOE320', error_description: all }),
  }),
  (all) => ({
    status: 400,
    body: JSON.stringify({
      error: all.split(' ')[3],
      error_code: all.split(' ')[4],
      error_description: encodeURIComponent(all),
    }),
  }),
  (all) => ({ status: 503, body: `<html>${all}` }),
  (all) => ({ status: 200, body: JSON.stringify([all]) }),
];

/** Everything that the channels and OpenTelemetry have reported since the last call. */
async function told(): Promise<string> {
  await meterProvider.forceFlush();
  const finished = spans
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => [name, attributes, events, status]);
  const all = [JSON.stringify(messages), JSON.stringify(finished), inspect(metrics.getMetrics(), { depth: 12 })];
  messages = [];
  spans.reset();
  metrics.reset();
  return all.join('\n');
}

const leaked = (given: object, said: string): string[] =>
  Object.entries(given)
    .filter(([, value]) => said.includes(String(value)))
    .map(([name]) => name);

test('no error, message, span or metric contains any of thousands of secrets', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(secrets, fc.constantFrom(...calls), fc.constantFrom(...bodies), async (given, call, body) => {
      messages = [];
      const { clientId, clientSecret, adminKey } = given;
      answer = body(Object.values(given).join(' '));
      const client = new KakaoClient({ clientId, clientSecret, adminKey, hosts, retries: 0 });
      const error: unknown = await call(client, given).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      await client.close();
      const said = [
        inspect(error, { depth: 8, showHidden: true }),
        JSON.stringify(error),
        isKakaoError(error) ? JSON.stringify(kakaoErrorBody(error)) : '',
        await told(),
        inspect(client, { depth: 8, showHidden: true }),
      ].join('\n');
      expect(leaked(given, said)).toEqual([]);
      tried += Object.keys(given).length;
    }),
    { seed: 20_261_128, numRuns: 400 },
  );
  expect(tried).toBeGreaterThanOrEqual(4_000);
});

/** Keys of a service that reports logins, refreshes and webhooks. */
const keys = {
  clientID: 'a'.repeat(32),
  clientSecret: 'b'.repeat(32),
  adminKey: 'c'.repeat(32),
  // Long enough that no duration or span ID contains it by chance.
  appId: '918273645546372819',
};

@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
@UseFilters(KakaoExceptionFilter)
class LoginController {
  @Get(['', 'callback'])
  get(): object {
    return {};
  }
}
class Webhooks {
  @OnKakaoUnlink()
  unlinked(): void {}
  @OnKakaoEvent('*')
  event(): void {}
}

let service: INestApplication;
let url: string;
let printed: string[];
const warned = (warning: Error): void => void printed.push(inspect(warning));

beforeEach(() => {
  printed = [];
  process.on('warning', warned);
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation((...given: unknown[]) => void printed.push(inspect(given)));
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.off('warning', warned);
  await service?.close();
});

async function openService(): Promise<void> {
  const webhooks = { path: 'kakao/webhooks' };
  const options = { ...keys, callbackURL: '/auth/kakao/callback', hosts, vault: {}, webhooks, returnTo: true as const };
  @Module({
    imports: [KakaoModule.forRoot(options), KakaoXrayModule.forRoot()],
    controllers: [LoginController],
    providers: [Webhooks],
  })
  class Service {}
  // Uses Nest's logger, which writes to standard output.
  service = await NestFactory.create(Service, new ExpressAdapter(), {
    abortOnError: false,
    forceCloseConnections: true,
  });
  await service.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(service.getHttpServer().address() as AddressInfo).port}`;
}

/** Successful answers that contain these secrets. */
const welcome = ({ accessToken, refreshToken, email, targetId, idToken }: Secrets, path: string): Answer => {
  const token = { token_type: 'bearer', access_token: accessToken, refresh_token: refreshToken, expires_in: 21_599 };
  const account = { email, phone_number: idToken, profile: { nickname: email, profile_image_url: idToken } };
  const body = path.startsWith('/oauth') ? token : { id: '@id', kakao_account: account, properties: { a: idToken } };
  return { status: 200, body: JSON.stringify(body).replace('"@id"', targetId) };
};

const visit = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url + path, { redirect: 'manual', ...init });

/** Starts a login with secrets in its URL, and opens the callback with secrets in its parameters and headers. */
async function login(
  { code, email, accessToken, clientSecret }: Secrets,
  changes: Record<string, string>,
): Promise<void> {
  const query = new URLSearchParams({ login_hint: email, returnTo: `/${accessToken}`, scope: clientSecret });
  const begun = await visit(`/auth/kakao?${query.toString()}`, { headers: { 'x-forwarded-for': clientSecret } });
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const cookie = begun.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
  const back = new URLSearchParams({ ...(changes['error'] === undefined && { code }), state, ...changes });
  const authorization = `Bearer ${accessToken}`;
  const requests: Record<string, string>[] = [{ cookie: cookie.join('; '), authorization }, { authorization }];
  for (const headers of requests) await visit(`/auth/kakao/callback?${back.toString()}`, { headers });
}

const refresh = async ({ accessToken, refreshToken, targetId }: Secrets): Promise<void> => {
  const vault = service.get(KakaoVault);
  const tokens = { token_type: 'bearer', access_token: accessToken, refresh_token: refreshToken, expires_in: 1 };
  await vault.save({ id: targetId, tokens });
  await vault.accessToken(targetId).catch(() => {});
};

const unlink = (adminKey: string, user_id: string): Promise<Response> =>
  visit('/kakao/webhooks', {
    method: 'POST',
    headers: { authorization: `KakaoAK ${adminKey}` },
    body: new URLSearchParams({ app_id: keys.appId, user_id, referrer_type: 'UNLINK_FROM_APPS' }),
  });

const securityEvent = ({ idToken, email, targetId }: Secrets): Promise<Response> => {
  const claims = Buffer.from(JSON.stringify({ sub: targetId, email, iss: 'https://kauth.kakao.com' }));
  const body = `eyJhbGciOiJSUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.${claims.toString('base64url')}.${idToken}`;
  return visit('/kakao/webhooks', { method: 'POST', body, headers: { 'content-type': 'application/secevent+jwt' } });
};

/** Each event, how to cause it, and a field that the channel must report for it. */
const events: [string, (given: Secrets) => Promise<unknown>, string][] = [
  ['a login', (given) => login(given, {}), 'endpoint'],
  [
    'a login that the user cancels',
    (given) => login(given, { error: 'access_denied', error_description: given.email }),
    'leg',
  ],
  [
    'a login that Kakao refuses',
    (given) => login(given, { error: given.code, error_description: given.idToken }),
    'leg',
  ],
  ['a forged callback', (given) => login(given, { state: given.codeVerifier, access_token: given.accessToken }), 'leg'],
  ['a refresh', refresh, 'asked'],
  ['an unlink webhook with a wrong key', ({ targetId, adminKey }) => unlink(adminKey, targetId), 'stage'],
  ['an unlink webhook', ({ targetId }) => unlink(keys.adminKey, targetId), 'stage'],
  ['a security event', securityEvent, 'stage'],
];

test.each(events)(
  'neither telemetry nor logs nor the X-ray show any of hundreds of secrets after %s',
  async (...event) => {
    const [, happens, field] = event;
    await openService();
    // Nest logs its start, so this shows that the test captures output.
    expect(printed).not.toEqual([]);
    const heard = new Set<string>();
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(secrets, fc.option(fc.constantFrom(...bodies)), async (given, refusal) => {
        messages = [];
        printed = [];
        const refused = refusal?.(Object.values(given).join(' '));
        answer = (path) => refused ?? welcome(given, path);
        await happens(given);
        for (const name of messages.flatMap((message) => Object.keys(message as object))) heard.add(name);
        const page = await visit('/kakao/xray');
        const said = [
          await told(),
          await page.text(),
          await (await visit('/kakao/xray.json')).text(),
          inspect(service.get(KakaoXray), { depth: 12, showHidden: true }),
          printed.join('\n'),
        ].join('\n');
        expect(leaked({ ...given, ...keys }, said)).toEqual([]);
        tried += Object.keys(given).length;
      }),
      { seed: 20_261_128, numRuns: 50 },
    );
    expect(tried).toBeGreaterThanOrEqual(500);
    expect(heard).toContain(field);
  },
);
