import { tracingChannel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });
const instrumentation = new KakaoInstrumentation({ enabled: false });
const channel = tracingChannel('kakao-login:call');

let messages: unknown[] = [];
const note = (message: unknown): void => void messages.push(message);

/** A server that says back whatever it was sent, in every field that an error could keep. */
let answer: { status: number; body: string };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});
let hosts: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  hosts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  instrumentation.setTracerProvider(tracerProvider);
  instrumentation.setMeterProvider(meterProvider);
  instrumentation.enable();
  channel.asyncEnd.subscribe(note);
});
afterAll(async () => {
  channel.asyncEnd.unsubscribe(note);
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

/** What a server may answer with these secrets in it. */
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

test('no error, message, span or metric has any of thousands of secrets', async () => {
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
      await meterProvider.forceFlush();
      const finished = spans
        .getFinishedSpans()
        .map(({ name, attributes, events, status }) => [name, attributes, events, status]);
      const said = [
        inspect(error, { depth: 8, showHidden: true }),
        JSON.stringify(error),
        isKakaoError(error) ? JSON.stringify(kakaoErrorBody(error)) : '',
        JSON.stringify(messages),
        JSON.stringify(finished),
        inspect(metrics.getMetrics(), { depth: 12 }),
        inspect(client, { depth: 8, showHidden: true }),
      ].join('\n');
      spans.reset();
      metrics.reset();
      const leaked = Object.entries(given).filter(([, value]) => said.includes(value));
      expect(leaked.map(([name]) => name)).toEqual([]);
      tried += Object.keys(given).length;
    }),
    { seed: 20_261_128, numRuns: 400 },
  );
  expect(tried).toBeGreaterThanOrEqual(4_000);
});
