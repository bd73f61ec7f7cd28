import { afterEach, describe, expect, test } from '@jest/globals';
import {
  Catch,
  Controller,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  VersioningType,
} from '@nestjs/common';
import type {
  CanActivate,
  CallHandler,
  ExceptionFilter,
  ExecutionContext,
  INestApplication,
  NestInterceptor,
  PipeTransform,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoModule, KakaoVault, OnKakaoEvent, OnKakaoUnlink, memoryInbox } from '@kakao-login/nestjs';
import type {
  KakaoModuleOptions,
  KakaoSecurityEvent,
  KakaoUnlink,
  KakaoWebhook,
  WebhookInbox,
} from '@kakao-login/nestjs';
import express from 'express';
import { setImmediate as turn } from 'node:timers/promises';
import { freePort } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

const [shop] = defaultSeed.apps;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The calls of the handlers in one test. */
class Calls {
  readonly all: [handler: string, webhook: KakaoWebhook][] = [];
  note(handler: string, webhook: KakaoWebhook): void {
    this.all.push([handler, webhook]);
  }
  get names(): string[] {
    return this.all.map(([name]) => name).toSorted();
  }
  async reach(count: number): Promise<void> {
    while (this.all.length < count) await turn();
  }
}

interface World extends Started {
  emulator: KakaoEmulator;
}

/** The handlers that `both` calls: the emulator sends an event after an unlink call. */
const everything = ['*', '*', 'several', 'unlink', 'user-unlinked'];

/** Starts the shop's Kakao, and an application that is registered for its webhooks. */
async function open(
  platform: Platform,
  providers: unknown[],
  {
    path = 'kakao/webhooks',
    at = `/${path}`,
    method = 'POST',
    prepare,
    change = {},
    ...metadata
  }: {
    path?: string;
    at?: string;
    method?: 'GET' | 'POST';
    prepare?: (app: INestApplication) => unknown;
    change?: Partial<KakaoModuleOptions>;
    controllers?: never[];
    rawBody?: boolean;
    bodyParser?: boolean;
  } = {},
): Promise<World> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${at}`;
  const emulator = await createKakaoEmulator({
    apps: [{ ...shop, webhooks: { unlink: { url, method }, accountStatus: { url } } }],
  });
  closing.push(() => emulator.close());
  const { restApiKey, clientSecret, adminKey, appId } = emulator.app;
  const module = KakaoModule.forRoot({
    clientID: restApiKey,
    clientSecret,
    adminKey,
    appId,
    callbackURL: '/auth/kakao/callback',
    hosts: emulator.url,
    webhooks: { path },
    ...change,
  });
  const { rawBody, bodyParser, controllers = [] } = metadata;
  const started = await start(
    platform,
    { imports: [module], providers: providers as never[], controllers },
    {
      port,
      prepare,
      ...(rawBody !== undefined && { rawBody }),
      ...(bodyParser !== undefined && { bodyParser }),
    },
  );
  closing.push(() => started.close());
  return { ...started, emulator };
}

function handlers(calls: Calls): unknown {
  @Injectable()
  class Members {
    @OnKakaoUnlink()
    unlinked(unlink: KakaoUnlink): void {
      calls.note('unlink', unlink);
    }
    @OnKakaoEvent('user-unlinked')
    left(event: KakaoSecurityEvent): void {
      calls.note('user-unlinked', event);
    }
    @OnKakaoEvent(['user-linked', 'account-disabled'])
    several(event: KakaoSecurityEvent): void {
      calls.note('several', event);
    }
    @OnKakaoEvent('*')
    every(event: KakaoSecurityEvent): void {
      calls.note('*', event);
    }
  }
  return Members;
}

describe.each(platforms)('on %s', (platform) => {
  const both = async ({ emulator }: World): Promise<unknown[]> => {
    const unlink = await emulator.webhooks.unlink('1001', { reason: 'ACCOUNT_DELETE' });
    const event = await emulator.webhooks.send('user-linked', '1001');
    return [unlink?.status, event?.status];
  };

  test('decorated methods get their webhooks', async () => {
    const calls = new Calls();
    const world = await open(platform, [handlers(calls)]);
    expect(await both(world)).toEqual([200, 202]);
    await world.emulator.webhooks.send('user-unlinked', '1001', { reason: 'UNLINK_FROM_SERVICE' });
    await calls.reach(7);
    expect(calls.names).toEqual(['*', '*', '*', 'several', 'unlink', 'user-unlinked', 'user-unlinked']);
    const of = (name: string): unknown => calls.all.findLast(([handler]) => handler === name)?.[1];
    expect(of('unlink')).toMatchObject({ userId: '1001', appId: '100001', reason: 'ACCOUNT_DELETE' });
    expect(of('user-unlinked')).toMatchObject({
      userId: '1001',
      event: 'user-unlinked',
      reason: 'UNLINK_FROM_SERVICE',
    });
  });

  test('an unlink call can be a GET', async () => {
    const calls = new Calls();
    const { emulator } = await open(platform, [handlers(calls)], { method: 'GET' });
    expect(await emulator.webhooks.unlink('1001')).toMatchObject({ status: 200 });
    await calls.reach(3);
    expect(calls.names).toEqual(['*', 'unlink', 'user-unlinked']);
  });

  test.each<[string, Parameters<typeof open>[2]]>([
    ['a global prefix', { at: '/api/kakao/webhooks', prepare: (app) => app.setGlobalPrefix('api') }],
    ['a prefix that excludes it', { prepare: (app) => app.setGlobalPrefix('api', { exclude: ['kakao/webhooks'] }) }],
    ['versions', { prepare: (app) => app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }) }],
    ['rawBody', { rawBody: true }],
    ['no body parser', { bodyParser: false }],
    [
      'its own parsers',
      {
        prepare: (app) => {
          if (platform === 'express') {
            (app as NestExpressApplication).use(express.text({ type: '*/*' }));
          } else {
            const fastify = (app as NestFastifyApplication).getHttpAdapter().getInstance();
            const parse = (_: unknown, __: unknown, done: (error: null, body: unknown) => void): void => done(null, {});
            fastify.addContentTypeParser('application/secevent+jwt', { parseAs: 'string' }, parse as never);
          }
        },
      },
    ],
  ])('they arrive behind %s', async (_, how) => {
    const calls = new Calls();
    const world = await open(platform, [handlers(calls)], how);
    expect(await both(world)).toEqual([200, 202]);
    await calls.reach(5);
    expect(calls.names).toEqual(everything);
  });

  test('a forged webhook gets 400, and other paths are not affected', async () => {
    const calls = new Calls();
    const { url } = await open(platform, [handlers(calls)]);
    const ask = (path: string, body: string, type: string): Promise<Response> =>
      fetch(url + path, { method: 'POST', headers: { 'content-type': type, authorization: 'KakaoAK wrong' }, body });
    const form = 'application/x-www-form-urlencoded';
    const refused = await ask('/kakao/webhooks', 'app_id=100001&user_id=1001&referrer_type=X', form);
    expect([refused.status, await refused.json()]).toMatchObject([400, { err: 'invalid_key' }]);
    expect((await ask('/kakao/webhooks', 'x.y.z', 'application/secevent+jwt')).status).toBe(400);
    expect((await ask('/kakao/webhooks/more', 'a=b', form)).status).toBe(404);
    expect((await ask('/webhooks', 'a=b', form)).status).toBe(404);
    expect(calls.all).toEqual([]);
  });

  test('a global guard does not block Kakao', async () => {
    const calls = new Calls();
    const guard = { provide: APP_GUARD, useValue: { canActivate: () => false } satisfies CanActivate };
    const world = await open(platform, [handlers(calls), guard]);
    expect(await both(world)).toEqual([200, 202]);
    await calls.reach(5);
    expect(calls.names).toEqual(everything);
  });
});

describe('a handler is called like a controller method', () => {
  test('through pipes, interceptors and filters, but not guards', async () => {
    const seen: unknown[] = [];
    class Upper implements PipeTransform {
      transform(webhook: KakaoWebhook): unknown {
        return { ...webhook, userId: `piped ${webhook.userId}` };
      }
    }
    class Around implements NestInterceptor {
      intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
        seen.push(context.getType(), context.getArgByIndex<KakaoWebhook>(0).userId);
        return next.handle();
      }
    }
    @Catch(RangeError)
    class Calm implements ExceptionFilter {
      catch(error: RangeError): void {
        seen.push(error.message);
      }
    }
    class Nobody implements CanActivate {
      canActivate(): boolean {
        return false;
      }
    }
    @Injectable()
    class Members {
      @OnKakaoEvent('user-linked')
      @UsePipes(Upper)
      @UseInterceptors(Around)
      @UseFilters(Calm)
      @UseGuards(Nobody)
      joined(event: KakaoSecurityEvent): void {
        seen.push(event.userId);
        throw new RangeError('caught by the filter');
      }
    }
    const { emulator } = await open('express', [Members]);
    await emulator.webhooks.send('user-linked', '1001');
    while (seen.length < 4) await turn();
    expect(seen).toEqual(['kakao-webhook', '1001', 'piped 1001', 'caught by the filter']);
  });

  test('on a request-scoped provider, on a controller, on a subclass, and for two decorators', async () => {
    const calls = new Calls();
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Scoped {
      constructor() {
        made += 1;
      }
      @OnKakaoEvent('user-linked')
      joined(event: KakaoSecurityEvent): void {
        calls.note('scoped', event);
      }
    }
    @Controller('members')
    class MembersController {
      @OnKakaoUnlink()
      @OnKakaoEvent('user-unlinked')
      left(webhook: KakaoWebhook): void {
        calls.note('controller', webhook);
      }
    }
    class Base {
      @OnKakaoEvent('user-linked')
      joined(event: KakaoSecurityEvent): void {
        calls.note('subclass', event);
      }
    }
    @Injectable()
    class Sub extends Base {}
    const { emulator } = await open('express', [Scoped, Sub, { provide: 'again', useExisting: Sub }], {
      controllers: [MembersController] as never[],
    });
    await emulator.webhooks.send('user-linked', '1001');
    await emulator.webhooks.send('user-linked', '1001');
    await emulator.webhooks.unlink('1001');
    await calls.reach(6);
    expect(calls.names).toEqual(['controller', 'controller', 'scoped', 'scoped', 'subclass', 'subclass']);
    expect(made).toBe(2);
  });

  test('again after it failed, and the response to Kakao does not depend on it', async () => {
    const tries: number[] = [];
    @Injectable()
    class Members {
      @OnKakaoEvent('user-linked')
      async joined(): Promise<void> {
        tries.push(1);
        if (tries.length < 3) throw new Error('database away');
      }
      @OnKakaoEvent('user-unlinked')
      left(): Promise<void> {
        return new Promise(() => {});
      }
    }
    const inbox = memoryInbox({ wait: async () => {}, grace: 1 });
    const { emulator } = await open('express', [Members], { change: { webhooks: { path: 'kakao/webhooks', inbox } } });
    expect(await emulator.webhooks.send('user-linked', '1001')).toMatchObject({ status: 202 });
    expect(await emulator.webhooks.send('user-unlinked', '1001')).toMatchObject({ status: 202 });
    while (tries.length < 3) await turn();
    expect(tries).toHaveLength(3);
  });
});

describe('with the vault', () => {
  test.each(['unlink call', 'event'])('an %s makes it forget the user, even without a handler', async (what) => {
    const { emulator, app } = await open('express', [], { change: { vault: {} } });
    const vault = app.get(KakaoVault);
    await vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    await vault.save({ id: '1002', tokens: await emulator.issueTokens('1001') });
    expect(await vault.status('1001')).toBeDefined();
    const forgotten = new Promise((resolve) => void vault.on('forgotten', resolve));
    await (what === 'event' ? emulator.webhooks.send('user-unlinked', '1001') : emulator.webhooks.unlink('1001'));
    expect(await forgotten).toMatchObject({ id: '1001' });
    expect(await vault.status('1001')).toBeUndefined();
    expect(await vault.status('1002')).toBeDefined();
  });

  test.each<[string, 'unlink' | 'event', number]>([
    ['an unlink call', 'unlink', 3_600_000],
    ['an event', 'event', 3_600_000],
    ['an event, in the second of that event', 'event', 0],
  ])('it keeps a login that is saved before the handler of %s is retried', async (_, what, later) => {
    let now = Date.now();
    let logIn: (() => Promise<void>) | undefined;
    const tries: number[] = [];
    @Injectable()
    class Members {
      @OnKakaoUnlink()
      @OnKakaoEvent('user-unlinked')
      async left(): Promise<void> {
        tries.push(1);
        if (tries.length > 1) return;
        now += later;
        await logIn?.();
        throw new Error('database away');
      }
    }
    const inbox = memoryInbox({ wait: async () => {} });
    const { emulator, app } = await open('express', [Members], {
      change: { vault: { now: () => now }, webhooks: { path: 'kakao/webhooks', inbox } },
    });
    const vault = app.get(KakaoVault);
    logIn = async () => vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    await logIn();
    const forgotten = new Promise((resolve) => void vault.on('forgotten', resolve));
    await (what === 'event' ? emulator.webhooks.send('user-unlinked', '1001') : emulator.webhooks.unlink('1001'));
    await forgotten;
    while (tries.length < 2) await turn();
    expect(await vault.status('1001')).toMatchObject({ savedAt: now });
  });

  test('it keeps a login after an event that another process handles again', async () => {
    let now = Date.now();
    const events: KakaoWebhook[] = [];
    let handle: (webhook: KakaoWebhook) => Promise<void> = () => Promise.reject(new Error('not open'));
    const inbox: WebhookInbox = {
      open: (given) => void (handle = given),
      add: async (webhook) => {
        if (webhook.webhook === 'event' && webhook.event === 'user-unlinked') events.push(webhook);
      },
      close: async () => 0,
    };
    const { emulator, app } = await open('express', [], {
      change: { vault: { now: () => now }, webhooks: { path: 'kakao/webhooks', inbox } },
    });
    const vault = app.get(KakaoVault);
    const handleAgain = (): Promise<void> => handle(structuredClone(events[0]!));
    await vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    await emulator.webhooks.send('user-unlinked', '1001');
    await handleAgain();
    expect(await vault.status('1001')).toBeUndefined();
    now += 3_600_000;
    await vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    await handleAgain();
    expect(await vault.status('1001')).toMatchObject({ savedAt: now });
  });

  test('other events do not make it forget the user', async () => {
    const calls = new Calls();
    const { emulator, app } = await open('express', [handlers(calls)], { change: { vault: {} } });
    const vault = app.get(KakaoVault);
    await vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    await emulator.webhooks.send('user-linked', '1001');
    await calls.reach(2);
    expect(await vault.status('1001')).toBeDefined();
  });
});

describe('the application does not start with', () => {
  class ForAnother {
    @OnKakaoEvent('*', { name: 'wholesale' })
    any(): void {}
  }
  class Unlinks {
    @OnKakaoUnlink()
    any(): void {}
  }
  test.each<[string, string, unknown[], Partial<KakaoModuleOptions>]>([
    ['a handler without webhooks', 'webhooks', [handlers(new Calls())], { webhooks: undefined }],
    ['webhooks without an app', 'appId', [], { appId: undefined }],
    ['webhooks without a path', 'webhooks.path', [], { webhooks: {} as never }],
    ['webhooks at a wildcard', 'webhooks.path', [], { webhooks: { path: 'kakao/*all' } }],
    ['webhooks at a long wildcard', 'webhooks.path', [], { webhooks: { path: `${'kakao-webhooks-'.repeat(5)}*` } }],
    ['webhooks at a URL', 'webhooks.path', [], { webhooks: { path: 'https://example.com/hook' } }],
    ['a handler of unlink calls without an admin key', 'adminKeys', [Unlinks], { adminKey: undefined }],
    ['an object that is not an inbox', 'inbox', [], { webhooks: { path: 'hook', inbox: {} as never } }],
    ['a handler of an app without a module', 'wholesale', [ForAnother], {}],
  ])('%s', async (_, option, providers, change) => {
    await expect(open('express', providers, { change })).rejects.toThrow(
      expect.objectContaining({ kind: 'usage', option: expect.stringContaining(option) }),
    );
  });

  test.each(platforms)('two modules with one path, on %s', async (platform) => {
    const options = { clientID: 'other', clientSecret: 'secret', callbackURL: '/cb', appId: '9', name: 'wholesale' };
    const started = (path: string) =>
      open(platform, [], {
        change: { imports: [KakaoModule.forRoot({ ...options, webhooks: { path } })] } as never,
      });
    for (const path of ['kakao/webhooks', '/kakao/webhooks/', 'Kakao/Webhooks']) {
      await expect(started(path)).rejects.toThrow(
        expect.objectContaining({
          kind: 'usage',
          option: 'webhooks.path',
          message: expect.stringMatching(/"(?:kakao|wholesale)" and "(?:kakao|wholesale)"/),
        }),
      );
    }
    // Another application can use the path.
    await started('wholesale/webhooks');
    await started('wholesale/webhooks');
  });

  test('an unknown kind of event', () => {
    expect(() => OnKakaoEvent('user-unlink' as never)).toThrow(
      expect.objectContaining({ kind: 'usage', option: '@OnKakaoEvent()' }),
    );
  });
});

test('handlers of another app are not called', async () => {
  const calls = new Calls();
  @Injectable()
  class Members {
    @OnKakaoEvent('*')
    retail(event: KakaoSecurityEvent): void {
      calls.note('retail', event);
    }
    @OnKakaoEvent('*', { name: 'wholesale' })
    wholesale(event: KakaoSecurityEvent): void {
      calls.note('wholesale', event);
    }
  }
  const options = { clientID: 'other', clientSecret: 'secret', callbackURL: '/cb', appId: '9', name: 'wholesale' };
  @Module({ imports: [KakaoModule.forRoot({ ...options, webhooks: { path: 'wholesale/webhooks' } })] })
  class Wholesale {}
  const { emulator } = await open('express', [Members, { provide: Wholesale, useValue: {} }], {
    change: { imports: [Wholesale] } as never,
  });
  await emulator.webhooks.send('user-linked', '1001');
  await calls.reach(1);
  expect(calls.names).toEqual(['retail']);
});
