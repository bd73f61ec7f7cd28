/**
 * OpenTelemetry for Kakao Login: spans and metrics of calls, logins, refreshes and webhooks, from the tracing channels.
 *
 * @module
 */
import {
  context,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Histogram,
  type Meter,
  type MeterProvider,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { TracingChannel } from 'node:diagnostics_channel';
import { endpoints } from './contract/endpoints.js';
import { callChannel, loginChannel, refreshChannel, runWith, webhookChannel } from './diagnostics.js';
import type {
  KakaoCallMessage,
  KakaoLoginMessage,
  KakaoRefreshMessage,
  KakaoTraceMessage,
  KakaoWebhookMessage,
} from './diagnostics.js';
import { version } from './version.js';

/** Options of {@link KakaoInstrumentation}. */
export interface KakaoInstrumentationConfig {
  /** Whether to start at once. Default `true`. */
  enabled?: boolean;
  /** Default: the global provider. */
  tracerProvider?: TracerProvider;
  /** Default: the global provider. */
  meterProvider?: MeterProvider;
}

/** How to convert the messages of one channel to spans and a metric. */
interface Translation<M> {
  channel: TracingChannel<unknown, M & object>;
  kind: SpanKind;
  name: (message: M) => string;
  /** Attributes of the span when it starts. */
  started: (message: M) => Attributes;
  /** Attributes of the span when it ends. */
  ended: (message: M) => Attributes;
  /** `error.type`, after a failure. */
  errorType: (message: M) => string | undefined;
  /** The attributes of the metric. Each has only a few possible values. */
  measured: readonly string[];
  metric: { name: string; description: string };
}

/**
 * An instrumentation for OpenTelemetry's SDK:
 *
 * ```ts
 * const sdk = new NodeSDK({ instrumentations: [new KakaoInstrumentation()] });
 * ```
 *
 * Requests to Kakao have client spans and the metric `http.client.request.duration`, as in the stable semantic
 * conventions for HTTP. They are children of the spans of logins and refreshes. No attribute contains a token, code,
 * key, user ID or query. Requests are not changed: Kakao does not get a `traceparent` header.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export class KakaoInstrumentation {
  readonly instrumentationName = '@kakao-login/client';
  readonly instrumentationVersion = version;
  #config: KakaoInstrumentationConfig;
  #stops: (() => void)[] = [];

  constructor(config: KakaoInstrumentationConfig = {}) {
    this.#config = { enabled: true, ...config };
    if (this.#config.enabled === true) this.enable();
  }

  /** Subscribes to the channels. Does nothing if that has been done. */
  enable(): void {
    if (this.#stops.length > 0) return;
    const tools = {
      tracer: () => (this.#config.tracerProvider ?? trace).getTracer(this.instrumentationName, version),
      meter: () => (this.#config.meterProvider ?? metrics).getMeter(this.instrumentationName, version),
    };
    this.#stops = [observe(calls, tools), observe(logins, tools), observe(refreshes, tools), observe(webhooks, tools)];
  }

  /** Unsubscribes from the channels. Spans that are open at that time are not reported. */
  disable(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#configure({ tracerProvider });
  }

  setMeterProvider(meterProvider: MeterProvider): void {
    this.#configure({ meterProvider });
  }

  setConfig(config: KakaoInstrumentationConfig): void {
    this.#configure(config);
  }

  getConfig(): KakaoInstrumentationConfig {
    return this.#config;
  }

  /** Subscribes again, because each subscription has its own tracer and meter. */
  #configure(config: KakaoInstrumentationConfig): void {
    this.#config = { ...this.#config, ...config };
    if (this.#stops.length === 0) return;
    this.disable();
    this.enable();
  }
}

interface Open {
  span: Span;
  context: Context;
  started: number;
}

/** Subscribes to a channel. Returns a function that unsubscribes. */
function observe<M extends KakaoTraceMessage>(
  translation: Translation<M>,
  tools: { tracer: () => Tracer; meter: () => Meter },
): () => void {
  const { channel, kind, name, started, ended, errorType, measured, metric } = translation;
  const tracer = tools.tracer();
  const duration: Histogram = tools.meter().createHistogram(metric.name, {
    description: metric.description,
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] },
  });
  const open = new WeakMap<object, Open>();

  const start = (published: unknown): void => {
    const message = published as M;
    const parent = context.active();
    const span = tracer.startSpan(name(message), { kind, attributes: started(message) }, parent);
    const within = trace.setSpan(parent, span);
    open.set(message, { span, context: within, started: performance.now() });
    runWith(message, (work) => context.with(within, work));
  };
  const end = (published: unknown): void => {
    const message = published as M;
    const found = open.get(message);
    if (found === undefined) return;
    const { span } = found;
    const failure = errorType(message);
    const attributes = { ...ended(message), ...(failure !== undefined && { 'error.type': failure }) };
    span.setAttributes(attributes);
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    const all: Attributes = { ...started(message), ...attributes };
    const few = Object.entries(all).filter(([key, value]) => measured.includes(key) && value !== undefined);
    duration.record((performance.now() - found.started) / 1000, Object.fromEntries(few), found.context);
  };
  channel.start.subscribe(start);
  channel.asyncEnd.subscribe(end);
  return () => {
    channel.start.unsubscribe(start);
    channel.asyncEnd.unsubscribe(end);
  };
}

const error = ({ error }: KakaoTraceMessage): Attributes =>
  error === undefined ? {} : { 'kakao.error.kind': error.kind, 'kakao.error.code': String(error.code) };

const calls: Translation<KakaoCallMessage> = {
  channel: callChannel,
  kind: SpanKind.CLIENT,
  name: ({ method, endpoint }) => `${method} ${endpoints[endpoint].path}`,
  started: ({ method, endpoint, url, attempt, caller }) => {
    const { protocol, hostname, port } = new URL(url);
    return {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'url.full': url,
      'url.template': endpoints[endpoint].path,
      'kakao.endpoint': endpoint,
      'kakao.caller': caller,
      ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
    };
  },
  ended: (message) => ({
    ...(message.status !== undefined && { 'http.response.status_code': message.status }),
    ...error(message),
  }),
  errorType: ({ status = 0, error }) => (status >= 400 ? String(status) : error && String(error.code)),
  measured: [
    'http.request.method',
    'server.address',
    'server.port',
    'http.response.status_code',
    'error.type',
    'url.template',
  ],
  metric: { name: 'http.client.request.duration', description: 'Duration of HTTP client requests.' },
};

const logins: Translation<KakaoLoginMessage> = {
  channel: loginChannel,
  kind: SpanKind.INTERNAL,
  name: ({ leg }) => `kakao ${leg}`,
  started: ({ leg }) => ({ 'kakao.login.leg': leg }),
  ended: (message) => ({
    ...(message.outcome !== undefined && { 'kakao.login.outcome': message.outcome }),
    ...error(message),
  }),
  // A user who cancels, or a login without a screen that Kakao refuses, is not an error of the service.
  errorType: ({ error }) => (error === undefined || error.kind === 'login' ? undefined : String(error.code)),
  measured: ['kakao.login.leg', 'kakao.login.outcome', 'kakao.error.code', 'error.type'],
  metric: { name: 'kakao.login.duration', description: 'Duration of the requests of a login.' },
};

const refreshes: Translation<KakaoRefreshMessage> = {
  channel: refreshChannel,
  kind: SpanKind.INTERNAL,
  name: () => 'kakao refresh',
  started: ({ why }) => ({ 'kakao.refresh.why': why }),
  ended: (message) => ({ 'kakao.refresh.asked': message.asked, ...error(message) }),
  errorType: ({ error }) => error && String(error.code),
  measured: ['kakao.refresh.why', 'kakao.refresh.asked', 'error.type'],
  metric: { name: 'kakao.refresh.duration', description: 'Duration of refreshes of tokens.' },
};

const webhooks: Translation<KakaoWebhookMessage> = {
  channel: webhookChannel,
  kind: SpanKind.INTERNAL,
  name: ({ stage }) => `kakao webhook ${stage}`,
  started: ({ stage }) => ({ 'kakao.webhook.stage': stage }),
  ended: (message) => ({
    ...(message.webhook !== undefined && { 'kakao.webhook': message.webhook }),
    ...(message.event !== undefined && { 'kakao.webhook.event': message.event }),
    ...error(message),
  }),
  // Anybody can send a forged webhook, so a refused one is not an error of the service.
  errorType: ({ error }) => (error === undefined || error.kind === 'webhook' ? undefined : String(error.code)),
  measured: ['kakao.webhook.stage', 'kakao.webhook', 'kakao.webhook.event', 'kakao.error.code', 'error.type'],
  metric: { name: 'kakao.webhook.duration', description: 'Duration of receiving and of handling webhooks.' },
};
