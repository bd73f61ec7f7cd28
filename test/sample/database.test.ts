import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { KakaoProfile } from '@kakao-login/client';
import { MembersService } from '../../sample/src/members/members.service.js';
import { startShop } from '../../sample/src/start.js';

jest.setTimeout(60_000);

const anyPorts = { PORT: '0', KAKAO_EMULATOR_PORT: '0' };
const profile: KakaoProfile = {
  provider: 'kakao',
  id: '9007199254740993',
  displayName: '달빛',
  nickname: '달빛',
  verifiedEmail: 'moonlight@example.com',
  properties: {},
  missingConsents: [],
  _json: { id: '9007199254740993' },
};

/** Starts a shop, signs the person in and stops it again. */
async function signInAt(env: NodeJS.ProcessEnv): ReturnType<MembersService['signIn']> {
  const shop = await startShop({ ...anyPorts, ...env });
  try {
    return await shop.app.get(MembersService).signIn(profile);
  } finally {
    await shop.close();
  }
}

describe('the members table', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  test('outlives the process in the folder of PGLITE_DIR', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moonlight-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const env = { PGLITE_DIR: join(folder, 'not', 'there', 'yet') };
    expect(await signInAt(env)).toMatchObject({ isNew: true, member: { id: 1, kakaoId: '9007199254740993' } });
    expect(await signInAt(env)).toMatchObject({ isNew: false, member: { id: 1, loginCount: 2 } });
  });

  test('lives in the PostgreSQL of DATABASE_URL, found as it was left', async () => {
    const postgres = await PGlite.create();
    const port = await speakPostgres(postgres, cleanUp);
    const env = { DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable` };
    expect(await signInAt(env)).toMatchObject({ isNew: true });
    expect(await signInAt(env)).toMatchObject({ isNew: false, member: { id: 1, loginCount: 2, leftAt: null } });
    const { rows } = await postgres.query('select kakao_id, nickname from members');
    expect(rows).toEqual([{ kakao_id: '9007199254740993', nickname: '달빛' }]);
  });

  test('makes one member of two first logins at the same moment', async () => {
    const shop = await startShop(anyPorts);
    cleanUp.push(() => shop.close());
    const members = shop.app.get(MembersService);
    const both = await Promise.all([members.signIn(profile), members.signIn(profile)]);
    expect(new Set(both.map(({ member }) => member.id)).size).toBe(1);
  });
});

/** Lets `pg` talk to a PGlite over a socket, one message after the other, as to a PostgreSQL server. */
async function speakPostgres(postgres: PGlite, cleanUp: (() => Promise<unknown>)[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let waiting = Promise.resolve();
    let buffered = Buffer.alloc(0);
    let started = false;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        // Every message but the first begins with its type; then comes its length, which counts itself.
        const type = started ? 1 : 0;
        if (buffered.length < type + 4) return;
        const length = type + buffered.readUInt32BE(type);
        if (buffered.length < length) return;
        const message = Uint8Array.from(buffered.subarray(0, length));
        buffered = buffered.subarray(length);
        started = true;
        if (message[0] === 'X'.charCodeAt(0)) return void socket.end();
        waiting = waiting.then(async () => {
          socket.write(await postgres.execProtocolRaw(message));
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await postgres.close();
  });
  return (server.address() as AddressInfo).port;
}
