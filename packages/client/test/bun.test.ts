import { expect, test } from '@jest/globals';
import { resolveOptions } from '../src/options.js';
import { createTransport } from '../src/transport/transport.js';
import { kakao, rejection } from './support/server.js';

const request = (url: string) => ({
  name: 'user.me' as const,
  method: 'GET' as const,
  url: `${url}/v2/user/me`,
  headers: { 'Accept-Encoding': 'identity' },
  body: undefined,
  signal: undefined,
});

test('in Bun, whose undici has no dispatcher, requests use node:http', async () => {
  await using server = await kakao(() => ({ body: '{"id":9007199254740993}' }));
  const { send, axios, warm, close } = createTransport(resolveOptions({ clientId: 'key' }), { bun: '1.4.5' });
  await warm();
  expect(server.connections).toBe(0);
  expect(await send(request(server.url))).toMatchObject({ status: 200, body: '{"id":9007199254740993}' });
  const traced: string[] = [];
  (await axios()).interceptors.request.use((config) => {
    traced.push(config.url ?? '');
    return config;
  });
  await send(request(server.url));
  expect(traced).toEqual([`${server.url}/v2/user/me`]);
  expect(await rejection(send(request('http://127.0.0.1:1')))).toMatchObject({
    kind: 'connection',
    code: 'connect_failed',
  });
  await close();
});
