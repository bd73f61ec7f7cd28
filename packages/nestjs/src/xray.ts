/**
 * Shows each Kakao login as a timeline, while you develop. An entry of its own, so that nothing loads it by accident.
 *
 * @module
 */
import { isObject } from '@kakao-login/client/internal';
import { Inject, Injectable, Logger, Module, Optional, RequestMethod, VERSION_NEUTRAL } from '@nestjs/common';
import type {
  DynamicModule,
  MiddlewareConsumer,
  NestModule,
  OnApplicationShutdown,
  OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { preferredLanguage } from '@kakao-login/passport';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { KAKAO_MODULE_OPTIONS } from './module-options.js';
import type { KakaoModuleOptions } from './module-options.js';
import { isPath } from './paths.js';
import { usage, usageTexts } from './usage.js';
import type { KakaoXrayAttempt } from './xray/attempts.js';
import { checkCallback, checkEnvironment, hostnameOf, isAllowed } from './xray/guard.js';
import { pageHeaders, xrayPage } from './xray/page.js';
import { XrayRecorder } from './xray/recorder.js';

export type { KakaoXrayAttempt, KakaoXrayCall, KakaoXrayError, KakaoXrayLeg, KakaoXrayStep } from './xray/attempts.js';

/** Options of {@link KakaoXrayModule}. */
export interface KakaoXrayOptions {
  /** Where the page is. The same path with `.json` has its data. Default `kakao/xray`. */
  path?: string;
  /**
   * Names of hosts, besides this machine, where the X-ray may run and be opened, such as `dev.shop.example` or the name of a tunnel.
   * Whoever reaches such a host can read the page. Default: none.
   */
  hosts?: readonly string[];
  /** How many logins are kept. Default 50, at most 1000. */
  size?: number;
  /** The language of the page for a request of your platform. Default: what the browser prefers. */
  language?(this: void, request: IncomingMessage): 'ko' | 'en' | undefined;
}

const OPTIONS = Symbol('KAKAO_XRAY_OPTIONS');

/** The logins that the X-ray keeps. */
@Injectable()
export class KakaoXray {
  constructor(private readonly recorder: XrayRecorder) {}

  /** Of this process, the last one first. Without secrets and personal data. */
  attempts(): KakaoXrayAttempt[] {
    return this.recorder.attempts();
  }
}

/**
 * Shows the last Kakao logins of the process as timelines: redirect, callback, code exchange, ID token, profile, your handler, and why
 * a login failed, in Korean and English. Everything is in memory, and masked before it is kept.
 *
 * For development. It stops the boot if `NODE_ENV` is `production`, or if a `KakaoModule` has a redirect URI on a host that is neither
 * this machine nor in `hosts`; and it answers 404 to requests that are not from this machine or for one of `hosts`.
 *
 * @example
 * imports: [KakaoModule.forRoot(options), ...(process.env.NODE_ENV === 'production' ? [] : [KakaoXrayModule.forRoot()])]
 * @throws KakaoUsageError while the application starts
 */
@Module({})
export class KakaoXrayModule implements NestModule, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KakaoXrayModule.name);
  private refused = false;

  constructor(
    @Optional() @Inject(OPTIONS) private readonly options: KakaoXrayOptions,
    @Optional() private readonly recorder: XrayRecorder,
    @Optional() private readonly discovery: DiscoveryService,
  ) {
    checkEnvironment();
    if (options === undefined) throw usage('option_missing', 'KakaoXrayModule', usageTexts().xrayOptions);
  }

  /** @throws KakaoUsageError for an option that is malformed */
  static forRoot(options: KakaoXrayOptions = {}): DynamicModule {
    const given: unknown = options;
    if (!isObject(given)) throw usage('option_malformed', 'KakaoXrayModule', usageTexts().xrayOptions);
    checkOptions(options);
    return {
      module: KakaoXrayModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: XrayRecorder, useFactory: () => new XrayRecorder(options.size ?? 50) },
        KakaoXray,
      ],
      exports: [KakaoXray],
    };
  }

  /** A middleware, so that no global guard or interceptor of the application stands before it. */
  configure(consumer: MiddlewareConsumer): void {
    const path = (this.options.path ?? 'kakao/xray').replaceAll(/^\/|\/$/g, '');
    const json = this.answering(() => ({
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ attempts: this.recorder.attempts() }, undefined, 2),
    }));
    const page = this.answering((request) => {
      const language = this.options.language?.(request) ?? preferredLanguage(request.headers);
      const name = path.split('/').at(-1) ?? '';
      return { headers: pageHeaders(language), body: xrayPage(this.recorder.attempts(), language, `${name}.json`) };
    });
    const route = { method: RequestMethod.GET, version: VERSION_NEUTRAL } as const;
    consumer.apply(json).forRoutes({ ...route, path: `${path}.json` });
    consumer.apply(page).forRoutes({ ...route, path });
  }

  onModuleInit(): void {
    const { hosts = [] } = this.options;
    for (const { token, instance } of this.discovery.getProviders()) {
      if (token !== KAKAO_MODULE_OPTIONS) continue;
      const { callbackURL, callbackURLs = [] } = instance as KakaoModuleOptions;
      for (const url of [callbackURL, ...callbackURLs]) checkCallback(url, hosts);
    }
    this.recorder.start();
  }

  onApplicationShutdown(): void {
    this.recorder.stop();
  }

  private answering(answer: (request: IncomingMessage) => { headers: Record<string, string>; body: string }) {
    return (request: IncomingMessage, response: ServerResponse): void => {
      if (!isAllowed(request, this.options.hosts ?? [])) return this.refuse(request, response);
      const { headers, body } = answer(request);
      response.writeHead(200, { ...always, ...headers }).end(body);
    };
  }

  private refuse({ headers }: IncomingMessage, response: ServerResponse): void {
    response.writeHead(404, { ...always, 'Content-Type': 'text/plain' }).end('Not Found');
    // Once: anybody can ask.
    if (this.refused) return;
    this.refused = true;
    const host = JSON.stringify(hostnameOf(headers.host).slice(0, 100));
    this.logger.warn(
      `The X-ray of Kakao logins was asked for from elsewhere and answered 404. If that was you, add ${host} to the option "hosts" of KakaoXrayModule. 다른 곳에서 X-ray를 열려고 해서 404로 응답했습니다. 본인이라면 KakaoXrayModule의 hosts 옵션에 ${host}를 넣으세요.`,
    );
  }
}

const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function checkOptions({ path, hosts = [], size = 1, language }: KakaoXrayOptions): void {
  const isHosts = Array.isArray(hosts) && hosts.every((host) => typeof host === 'string' && hostnameOf(host) === host);
  const wrong = [
    path === undefined || (typeof path === 'string' && isPath(path)) ? undefined : 'path',
    isHosts ? undefined : 'hosts',
    Number.isInteger(size) && size > 0 && size <= 1000 ? undefined : 'size',
    language === undefined || typeof language === 'function' ? undefined : 'language',
  ].find((option) => option !== undefined);
  if (wrong !== undefined) throw usage('option_malformed', wrong, usageTexts().xrayOption(wrong));
}
