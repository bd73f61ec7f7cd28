import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoModule, MemoryVaultStore } from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { KakaoHealthIndicator } from '@kakao-login/nestjs/terminus';
import type { KakaoHealthOptions } from '@kakao-login/nestjs/terminus';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

/** A busy machine may need longer than the default time. */
const patient = { timeout: 120_000, maxAge: 0 };
let health: KakaoHealthOptions;

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly kakao: KakaoHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.kakao.isHealthy('kakao', health)]);
  }
}

let emulator: KakaoEmulator;
let started: Started | undefined;
const after: (() => Promise<void>)[] = [];

beforeEach(async () => {
  health = patient;
  emulator = await createKakaoEmulator();
});
afterEach(async () => {
  await started?.close();
  started = undefined;
  for (const end of after.splice(0)) await end();
  await emulator.close();
});

const options = (more: Partial<KakaoModuleOptions> = {}): KakaoModuleOptions => {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  return { clientID, clientSecret, callbackURL: 'http://localhost/cb', hosts: emulator.url, ...more };
};

async function run(modules = [KakaoModule.forRoot(options())], platform: Platform = 'express'): Promise<void> {
  started = await start(platform, {
    imports: [TerminusModule.forRoot({ logger: false }), ...modules],
    controllers: [HealthController],
    providers: [KakaoHealthIndicator],
  });
}

async function answer(): Promise<{ status: number; body: { status: string; details: Record<string, object> } }> {
  const response = await fetch(`${started?.url}/health`);
  return { status: response.status, body: (await response.json()) as never };
}

/** The error of the store. */
class BrokenStore extends MemoryVaultStore {
  override get = (): Promise<never> => Promise.reject(new Error('password authentication failed for user 1001'));
}

describe.each(platforms)('the health endpoint on %s', (platform) => {
  test('is up while Kakao responds', async () => {
    await run(undefined, platform);
    const up = { status: 'up', kauth: 'up', kapi: 'up', keys: 'up' };
    expect(await answer()).toEqual({
      status: 200,
      body: { status: 'ok', info: { kakao: up }, error: {}, details: { kakao: up } },
    });
  });

  test('is down with 503 if Kakao does not respond, but cached keys stay up', async () => {
    await run(undefined, platform);
    await answer();
    await emulator.close();
    const { status, body } = await answer();
    expect([status, body.status]).toEqual([503, 'error']);
    expect(body.details).toEqual({
      kakao: { status: 'down', kauth: 'connect_failed', kapi: 'connect_failed', keys: 'up' },
    });
  });
});

test('a host that accepts connections but does not respond is down after the timeout', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  after.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => void silent.close(resolve));
  });
  health = { timeout: 200, maxAge: 0 };
  const hosts = { kauth: emulator.url, kapi: `http://127.0.0.1:${port}` };
  await run([KakaoModule.forRoot(options({ hosts }))]);
  const { body } = await answer();
  expect(body.details).toMatchObject({ kakao: { status: 'down', kapi: 'timeout' } });
});

test('the result includes the store of the vault, but not the store’s own error', async () => {
  await run([
    KakaoModule.forRoot(options({ vault: {} })),
    KakaoModule.forRoot({ ...options({ vault: { store: new BrokenStore() } }), name: 'broken', isGlobal: false }),
  ]);
  expect((await answer()).body.details).toMatchObject({ kakao: { status: 'up', vault: 'up' } });
  health = { ...patient, app: 'broken' };
  const { body } = await answer();
  expect(body.details).toMatchObject({ kakao: { status: 'down', kapi: 'up', vault: 'store_failed' } });
  expect(JSON.stringify(body)).not.toMatch(/password|1001/);
});

test('repeated checks share one result, so callers cannot cause many calls to Kakao', async () => {
  health = { ...patient, maxAge: 60_000 };
  await run();
  await Promise.all(Array.from({ length: 10 }, answer));
  await answer();
  expect(emulator.requests.map(({ path }) => path).sort()).toEqual(['/', '/', '/.well-known/jwks.json']);
});

test('a check sends no key and no token', async () => {
  await run();
  await answer();
  const said = JSON.stringify(emulator.requests);
  expect(said).not.toContain(emulator.app.clientSecret);
  expect(said).not.toContain(emulator.app.restApiKey);
});
