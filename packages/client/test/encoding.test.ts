import { describe, expect, test } from '@jest/globals';
import { create } from 'axios';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const json = Buffer.from('{"id":9007199254740993,"properties":{"nickname":"홍길동"}}');
const bomb = Buffer.alloc(3_000_000, ' ');

type Compress = (bytes: Buffer) => Buffer;
const ways: [string, Compress][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
];

const senders: [string, Partial<KakaoClientOptions>, (made: KakaoClient) => void][] = [
  ['straight', {}, () => {}],
  ['through its axios', {}, (made) => void made.axios()],
  ['through your axios', { http: create() }, () => {}],
];

describe.each(senders)('a client that sends %s', (_, options, prepare) => {
  const client = (hosts: string, more: Partial<KakaoClientOptions> = {}): KakaoClient => {
    const made = new KakaoClient({ clientId: 'key', hosts, retries: 0, ...options, ...more });
    prepare(made);
    return made;
  };
  const compressed = (encoding: string, body: Buffer) =>
    kakao(() => ({ headers: { 'content-encoding': encoding }, body }));

  test('requests an uncompressed body', async () => {
    await using server = await kakao(() => ({ body: { id: 1 } }));
    await client(server.url).user.me(user);
    expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  test.each(ways)('still reads a body compressed with %s', async (encoding, compress) => {
    await using server = await compressed(encoding, compress(json));
    expect(await client(server.url).user.me(user)).toEqual({
      id: '9007199254740993',
      properties: { nickname: '홍길동' },
    });
  });

  test.each(ways)('reads an error compressed with %s', async (encoding, compress) => {
    const body = compress(Buffer.from('{"code":-401,"msg":"this access token does not exist"}'));
    await using server = await kakao(() => ({ status: 401, headers: { 'content-encoding': encoding }, body }));
    expect(await rejection(client(server.url).user.me(user))).toMatchObject({ kind: 'api', code: -401, status: 401 });
  });

  test.each(ways)('refuses a %s body that exceeds the limit after decompression', async (encoding, compress) => {
    await using server = await compressed(encoding, compress(bomb));
    expect(await rejection(client(server.url).user.me(user))).toMatchObject({ kind: 'unexpected', code: 'too_large' });
  });

  test.each([
    ['an unknown encoding', 'snappy', gzipSync(json)],
    ['the name of an inherited property', 'constructor', gzipSync(json)],
  ])('fails with a typed error for %s', async (__, encoding, body) => {
    await using server = await compressed(encoding, body);
    const error = await rejection(client(server.url).user.me(user));
    expect(error).toMatchObject({ kind: 'unexpected', code: 'encoding', status: 502, endpoint: 'user.me' });
  });

  test('reads plain JSON with the encoding `identity`', async () => {
    await using server = await compressed('Identity', json);
    expect(await client(server.url).user.me(user)).toMatchObject({ id: '9007199254740993' });
  });
});

describe.each(senders.slice(0, 2))('a client that sends %s', (_, options, prepare) => {
  const answered = async (encoding: string, body: Buffer): Promise<unknown> => {
    await using server = await kakao(() => ({ headers: { 'content-encoding': encoding }, body }));
    const made = new KakaoClient({ clientId: 'key', hosts: server.url, retries: 0, ...options });
    prepare(made);
    return await made.user.me(user).catch((error: unknown) => error);
  };

  test('reads `deflate` without a zlib wrapper, and two encodings', async () => {
    const expected = expect.objectContaining({ id: '9007199254740993' });
    expect(await answered('deflate', deflateRawSync(json))).toEqual(expected);
    expect(await answered('gzip, br', brotliCompressSync(gzipSync(json)))).toEqual(expected);
  });

  test('reports a body that does not match its encoding, or ends early', async () => {
    for (const body of [json, gzipSync(json).subarray(0, 30)]) {
      expect(await answered('gzip', body)).toMatchObject({ kind: 'unexpected', code: 'encoding' });
    }
  });
});

test('an axios instance that does not decompress a body is named as the cause', async () => {
  await using server = await kakao(() => ({ headers: { 'content-encoding': 'br' }, body: brotliCompressSync(json) }));
  const made = new KakaoClient({ clientId: 'key', hosts: server.url, retries: 0, http: create({ decompress: false }) });
  const error = await rejection(made.user.me(user));
  expect(error).toMatchObject({ kind: 'unexpected', code: 'encoding' });
  expect((error as Error).message).toContain('decompress');
});
