import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KakaoClient } from '@kakao-login/client';
import { createWebhookReceiver } from '@kakao-login/client/webhooks';
import { bullmqInbox } from '@kakao-login/nestjs/bullmq';
import { createPostgresBackend } from 'bullmq';

/** An instance of a service in its own process. It reports its port and the calls of its handler to its parent. */
const { hosts = '', clientId = '', appId = '', store = '', mode = '' } = process.env;

const times = { lockDuration: 1_000, stalledInterval: 500 };
const inbox = store.startsWith('redis')
  ? bullmqInbox({ connection: { url: store }, worker: times })
  : bullmqInbox({
      connection: { connectionString: store, migrate: true },
      backend: createPostgresBackend,
      worker: times,
    });
const receiver = createWebhookReceiver({
  client: new KakaoClient({ clientId, hosts }),
  appId,
  inbox,
  onEvent: async ({ id }) => {
    process.send?.({ begun: id });
    // The test kills an instance that hangs before its handler finishes.
    if (mode === 'hangs') await new Promise(() => {});
    process.send?.({ done: id });
  },
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
const server = createServer(receiver.receive).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
