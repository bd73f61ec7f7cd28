import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { describeWithPostgres, describeWithRedis } from './support/servers.js';
import type { Server } from './support/servers.js';

let emulator: KakaoEmulator;
const instances: ChildProcess[] = [];

beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => {
  for (const instance of instances.splice(0)) instance.kill('SIGKILL');
});
afterAll(() => emulator.close());

interface Said {
  port?: number;
  begun?: string;
  done?: string;
}

/** Starts a service in its own process, and keeps its messages. */
async function startInstance(store: string, mode = 'works') {
  const instance = fork('test/webhooks/instance.ts', {
    env: {
      ...process.env,
      hosts: emulator.url,
      clientId: emulator.app.restApiKey,
      appId: emulator.app.appId,
      store,
      mode,
    },
    execArgv: ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  instances.push(instance);
  const said: Said[] = [];
  let heard = (): void => {};
  instance.on('message', (message) => {
    said.push(message as Said);
    heard();
  });
  const hears = async (is: (one: Said) => boolean): Promise<Said> => {
    for (;;) {
      const found = said.find(is);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  const { port } = await hears((one) => one.port !== undefined);
  const send = async (jwt: string): Promise<number> => {
    const headers = { 'content-type': 'application/secevent+jwt' };
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: jwt })).status;
  };
  return { instance, said, hears, send };
}

const idOf = (jwt: string): string =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti;

/** Tests of webhooks that BullMQ stores. */
function keepsWebhooks(server: Server, url = (): string => server.url): void {
  test('an accepted event survives a crash of the process, and is handled once', async () => {
    const first = await startInstance(url(), 'hangs');
    const jwt = await emulator.webhooks.sign('user-linked', '1001');
    const id = idOf(jwt);
    expect(await first.send(jwt)).toBe(202);
    await first.hears(({ begun }) => begun === id);
    first.instance.kill('SIGKILL');
    await once(first.instance, 'exit');
    expect(first.said.some(({ done }) => done !== undefined)).toBe(false);

    const second = await startInstance(url());
    await second.hears(({ done }) => done === id);
    // If the first event were handled again, that would happen before the next event.
    const next = await emulator.webhooks.sign('user-linked', '1001');
    expect([await second.send(jwt), await second.send(next)]).toEqual([202, 202]);
    await second.hears(({ done }) => done === idOf(next));
    expect(second.said.flatMap(({ done }) => done ?? [])).toEqual([id, idOf(next)]);
  });

  test('an event that arrives ten times, on two instances, is handled once', async () => {
    const both = await Promise.all([startInstance(url()), startInstance(url())]);
    const jwt = await emulator.webhooks.sign('user-linked', '1001');
    const sends = Array.from({ length: 10 }, (_, index) => both[index % 2]!.send(jwt));
    expect(await Promise.all(sends)).toEqual(Array.from({ length: 10 }, () => 202));
    const last = await emulator.webhooks.sign('user-linked', '1001');
    await both[0].send(last);
    const isDone = (id: string) => (one: Said) => one.done === id;
    await Promise.race(both.map(({ hears }) => hears(isDone(idOf(last)))));
    await Promise.race(both.map(({ hears }) => hears(isDone(idOf(jwt)))));
    const handled = both.flatMap(({ said }) => said.filter(isDone(idOf(jwt))));
    expect(handled).toHaveLength(1);
  });
}

describeWithRedis('webhooks in Redis', (server) => keepsWebhooks(server));
describeWithPostgres('webhooks in PostgreSQL', (server) => keepsWebhooks(server));
