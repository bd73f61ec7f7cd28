import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, ContextManager } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { KakaoClient } from '@kakao-login/client';
import { KakaoInstrumentation } from '@kakao-login/client/opentelemetry';
import { loginChannel, refreshChannel, traced } from '@kakao-login/client/internal';
import { kakao, rejection } from './support/server.js';
import type { TestServer } from './support/server.js';

/** The same as in `@opentelemetry/context-async-hooks`. */
class ContextByStorage implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active = (): Context => this.#storage.getStore() ?? ROOT_CONTEXT;
  with<A extends unknown[], F extends (...given: A) => ReturnType<F>>(
    within: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...given: A
  ): ReturnType<F> {
    return this.#storage.run(within, () => work.apply(self, given));
  }
  bind = <T>(_within: Context, target: T): T => target;
  enable = (): this => this;
  disable = (): this => this;
}

const spans = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const metrics = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
const meterProvider = new MeterProvider({ readers: [reader] });
let instrumentation: KakaoInstrumentation;

beforeAll(() => void context.setGlobalContextManager(new ContextByStorage()));
beforeEach(() => {
  instrumentation = new KakaoInstrumentation({ tracerProvider, meterProvider });
});
afterEach(async () => {
  instrumentation.disable();
  await meterProvider.forceFlush();
  spans.reset();
  metrics.reset();
});
afterAll(async () => {
  context.disable();
  await tracerProvider.shutdown();
  await meterProvider.shutdown();
});

const client = (server: TestServer, retries = 0): KakaoClient =>
  new KakaoClient({ clientId: 'rest-api-key', adminKey: 'admin-key', hosts: server.url, retries });
const me = { accessToken: 'an-access-token' };

async function measured(): Promise<{ name: string; unit: string; attributes: object; count: number }[]> {
  await meterProvider.forceFlush();
  return metrics
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor: { name, unit }, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({
        name,
        unit,
        attributes,
        count: (value as { count: number }).count,
      })),
    );
}

const parentOf = ({ parentSpanContext }: ReadableSpan): string | undefined => parentSpanContext?.spanId;

describe('a request to Kakao', () => {
  test('is a client span with the stable attributes of HTTP', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server).user.me(me);
    const [span] = spans.getFinishedSpans();
    expect(span).toMatchObject({
      name: 'GET /v2/user/me',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@kakao-login/client' },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'server.port': server.port,
      'url.full': `${server.url}/v2/user/me`,
      'url.template': '/v2/user/me',
      'kakao.endpoint': 'user.me',
      'kakao.caller': 'user',
    });
    expect(parentOf(span!)).toBeUndefined();
  });

  test('is measured in seconds by http.client.request.duration', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server).user.me(me);
    await client(server).user.me(me);
    expect(await measured()).toEqual([
      {
        name: 'http.client.request.duration',
        unit: 's',
        count: 2,
        attributes: {
          'http.request.method': 'GET',
          'http.response.status_code': 200,
          'server.address': '127.0.0.1',
          'server.port': server.port,
          'url.template': '/v2/user/me',
        },
      },
    ]);
  });

  test('has an error type with the status, and Kakao’s own code', async () => {
    await using server = await kakao(() => ({ status: 401, body: { code: -401, msg: 'this access token is gone' } }));
    await rejection(client(server).user.me(me));
    const [span] = spans.getFinishedSpans();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes).toMatchObject({
      'http.response.status_code': 401,
      'error.type': '401',
      'kakao.error.kind': 'api',
      'kakao.error.code': '-401',
    });
    expect((await measured())[0]?.attributes).toMatchObject({ 'error.type': '401' });
  });

  test('has an error type without a status if there was no response', async () => {
    await using server = await kakao(() => ({ body: {} }));
    const { url } = server;
    await server[Symbol.asyncDispose]();
    await rejection(new KakaoClient({ clientId: 'rest-api-key', hosts: url, retries: 0 }).user.me(me));
    const [span] = spans.getFinishedSpans();
    expect(span?.attributes).toMatchObject({ 'error.type': 'connect_failed' });
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
  });

  test('has a span for each attempt', async () => {
    await using server = await kakao((_, count) => (count === 1 ? { status: 503, body: '<' } : { body: { id: 1 } }));
    await client(server, 1).user.me(me);
    expect(spans.getFinishedSpans().map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({ 'http.response.status_code': 503, 'error.type': '503' }),
      expect.objectContaining({ 'http.response.status_code': 200, 'http.request.resend_count': 1 }),
    ]);
  });

  test('has no user in any attribute, even with the admin key', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server).user.me({ admin: true, targetId: '7711223344' });
    expect(server.seen[0]?.url).toContain('7711223344');
    const [span] = spans.getFinishedSpans();
    expect(JSON.stringify([span?.name, span?.attributes, await measured()])).not.toContain('7711223344');
    expect(span?.attributes['kakao.caller']).toBe('admin');
  });

  test('does not send trace context to Kakao', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server).user.me(me);
    const sent = ['host', 'connection', 'accept', 'accept-encoding', 'user-agent', 'authorization'];
    expect(Object.keys(server.seen[0]?.headers ?? {})).toEqual(sent);
  });
});

describe('the parent of a span', () => {
  const tracer = tracerProvider.getTracer('the application');

  test('is the span of the caller, across await and with concurrent calls', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    const made = client(server);
    const parents = await Promise.all(
      Array.from({ length: 8 }, () =>
        tracer.startActiveSpan('request', async (span) => {
          await new Promise((resolve) => void setImmediate(resolve));
          await made.user.me(me);
          await made.user.me(me);
          span.end();
          return span.spanContext().spanId;
        }),
      ),
    );
    const called = spans.getFinishedSpans().filter(({ name }) => name === 'GET /v2/user/me');
    const counts = parents.map((parent) => called.filter((span) => parentOf(span) === parent).length);
    expect(counts).toEqual(parents.map(() => 2));
  });

  test('is the login or the refresh for its requests and for the application’s own spans', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await traced(loginChannel, { leg: 'callback' }, () =>
      traced(refreshChannel, { why: 'expiring', asked: true }, async () => {
        await new Promise((resolve) => void setImmediate(resolve));
        await client(server).user.me(me);
        tracer.startSpan('in a handler').end();
      }),
    );
    const byName = new Map(spans.getFinishedSpans().map((span) => [span.name, span]));
    const id = (name: string): string | undefined => byName.get(name)?.spanContext().spanId;
    expect(parentOf(byName.get('GET /v2/user/me')!)).toBe(id('kakao refresh'));
    expect(parentOf(byName.get('in a handler')!)).toBe(id('kakao refresh'));
    expect(parentOf(byName.get('kakao refresh')!)).toBe(id('kakao callback'));
    expect(parentOf(byName.get('kakao callback')!)).toBeUndefined();
  });
});

test('a login that the user cancels is not an error, but one that Kakao’s server refuses is', async () => {
  for (const error of [
    { kind: 'login', code: 'access_denied' },
    { kind: 'auth', code: 'KOE010' },
  ] as const) {
    const message = { leg: 'callback' } as { leg: 'callback'; outcome?: 'refused'; error?: typeof error };
    await traced(loginChannel, message, async () => void Object.assign(message, { outcome: 'refused', error }));
  }
  expect(spans.getFinishedSpans().map(({ status, attributes }) => [status.code, attributes['error.type']])).toEqual([
    [SpanStatusCode.UNSET, undefined],
    [SpanStatusCode.ERROR, 'KOE010'],
  ]);
  expect((await measured()).map(({ name, attributes }) => [name, attributes])).toEqual([
    [
      'kakao.login.duration',
      { 'kakao.login.leg': 'callback', 'kakao.login.outcome': 'refused', 'kakao.error.code': 'access_denied' },
    ],
    [
      'kakao.login.duration',
      {
        'kakao.login.leg': 'callback',
        'kakao.login.outcome': 'refused',
        'kakao.error.code': 'KOE010',
        'error.type': 'KOE010',
      },
    ],
  ]);
});

test('the SDK can enable it, disable it and set its providers, in the order of registerInstrumentations', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  instrumentation.disable();
  const made = new KakaoInstrumentation({ enabled: false });
  await client(server).user.me(me);
  expect(spans.getFinishedSpans()).toEqual([]);
  made.setTracerProvider(tracerProvider);
  made.setMeterProvider(meterProvider);
  if (made.getConfig().enabled !== true) made.enable();
  made.enable();
  await client(server).user.me(me);
  expect(spans.getFinishedSpans()).toHaveLength(1);
  made.disable();
  await client(server).user.me(me);
  expect(spans.getFinishedSpans()).toHaveLength(1);
});

test('without its own provider it uses the global one', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  instrumentation.disable();
  trace.setGlobalTracerProvider(tracerProvider);
  const made = new KakaoInstrumentation();
  await client(server).user.me(me);
  made.disable();
  trace.disable();
  expect(spans.getFinishedSpans()).toHaveLength(1);
});
