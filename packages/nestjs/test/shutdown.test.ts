import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { KakaoClient } from '@kakao-login/client';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoModule, KakaoTokenGuard, KakaoUserService } from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Browser } from './support/browser.js';
import { platforms, start } from './support/start.js';

/** A proxy for the emulator that counts open connections and can hold back requests. */
class Relay {
  readonly sockets = new Set<Socket>();
  opened = 0;
  private released: Promise<void> | undefined;
  private readonly server: Server;

  constructor(target: string) {
    this.server = createServer((socket) => {
      this.opened += 1;
      this.sockets.add(socket);
      const kakao = connect(Number(new URL(target).port), '127.0.0.1');
      for (const end of [socket, kakao]) {
        end.on('error', () => undefined).on('close', () => [socket, kakao].forEach((other) => other.destroy()));
      }
      socket.on('close', () => this.sockets.delete(socket));
      kakao.pipe(socket);
      socket.on('data', (chunk) => void Promise.resolve(this.released).then(() => kakao.write(chunk)));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Holds back requests until the returned function is called. */
  hold(): () => void {
    let release = (): void => {};
    this.released = new Promise((resolve) => (release = resolve));
    return release;
  }

  close(): Promise<unknown> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

@Controller()
class ShopController {
  @Get('login')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('token')
  @UseGuards(KakaoTokenGuard)
  token(): string {
    return 'in';
  }
}

let emulator: KakaoEmulator;
let relay: Relay;
let options: KakaoModuleOptions;
let token: string;

beforeEach(async () => {
  emulator = await createKakaoEmulator();
  relay = new Relay(emulator.url);
  const { appId, restApiKey: clientID, clientSecret } = emulator.app;
  const callbackURL = 'http://localhost:3000/callback';
  options = { appId, clientID, clientSecret, callbackURL, hosts: await relay.listen() };
  token = (await emulator.issueTokens(emulator.people[0]!)).access_token;
});
afterEach(async () => {
  await relay.close();
  await emulator.close();
});

const shop = () => ({ imports: [KakaoModule.forRoot(options)], controllers: [ShopController] });

describe.each(platforms)('on %s', (platform) => {
  test('20 closed applications leave no connection to Kakao open', async () => {
    const browser = new Browser();
    for (let count = 1; count <= 20; count += 1) {
      const app = await start(platform, shop());
      await browser.get(`${app.url}/login`); // opens a connection ahead
      expect((await browser.get(`${app.url}/token`, { authorization: `Bearer ${token}` })).body).toBe('in');
      await app.close();
    }
    await browser.close();
    expect(relay.opened).toBeGreaterThanOrEqual(20);
    await until(() => relay.sockets.size === 0);
  });

  test('a request that waits for Kakao gets its response before the application closes', async () => {
    const app = await start(platform, shop(), { forceCloseConnections: false });
    const release = relay.hold();
    const browser = new Browser();
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    const answer = browser.get(`${app.url}/token`, headers);
    await until(() => relay.sockets.size > 0);
    const closed = app.close();
    release();
    expect((await answer).body).toBe('in');
    await closed;
    await browser.close();
    await until(() => relay.sockets.size === 0);
  });
});

test('an application without HTTP also closes its client', async () => {
  const app = await NestFactory.createApplicationContext(KakaoModule.forRoot(options), { logger: false });
  expect(await app.get(KakaoUserService).accessTokenInfo({ accessToken: token })).toMatchObject({ id: '1001' });
  await app.close();
  await until(() => relay.sockets.size === 0);
});

test('a client that was passed as an option stays open', async () => {
  const { clientID, clientSecret, hosts } = options;
  const client = new KakaoClient({ clientId: clientID, clientSecret, hosts });
  const app = await start('express', { ...shop(), imports: [KakaoModule.forRoot({ ...options, client })] });
  const browser = new Browser();
  expect((await browser.get(`${app.url}/token`, { authorization: `Bearer ${token}` })).body).toBe('in');
  await app.close();
  expect(await client.user.accessTokenInfo({ accessToken: token })).toMatchObject({ id: '1001' });
  await browser.close();
  await client.close();
});

test('a mock of the client only needs the methods that the test calls', async () => {
  const module = await Test.createTestingModule({ imports: [KakaoModule.forRoot(options)] })
    .overrideProvider(KakaoClient)
    .useValue({})
    .compile();
  await module.init();
  await expect(module.close()).resolves.toBeUndefined();
});
