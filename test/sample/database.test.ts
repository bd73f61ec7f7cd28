import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { KakaoProfile } from '@kakao-login/client';
import { MembersService } from '../../sample/src/members/members.service.js';
import { startShop } from '../../sample/src/start.js';

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

/** Starts a shop, logs the user in, and stops the shop. */
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
    for (const step of cleanUp.splice(0).toReversed()) await step();
  });

  test('survives a restart in the folder of PGLITE_DIR', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moonlight-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const env = { PGLITE_DIR: join(folder, 'not', 'there', 'yet') };
    expect(await signInAt(env)).toMatchObject({ isNew: true, member: { id: 1, kakaoId: '9007199254740993' } });
    expect(await signInAt(env)).toMatchObject({ isNew: false, member: { id: 1, loginCount: 2 } });
  });

  test('survives a restart in the PostgreSQL of DATABASE_URL', async () => {
    const postgres = await PGlite.create();
    const port = await speakPostgres(postgres, cleanUp);
    const env = { DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable` };
    expect(await signInAt(env)).toMatchObject({ isNew: true });
    expect(await signInAt(env)).toMatchObject({ isNew: false, member: { id: 1, loginCount: 2, leftAt: null } });
    const { rows } = await postgres.query('select kakao_id, nickname from members');
    expect(rows).toEqual([{ kakao_id: '9007199254740993', nickname: '달빛' }]);
  });

  test('creates one member for two first logins at the same time', async () => {
    const shop = await startShop(anyPorts);
    cleanUp.push(() => shop.close());
    const members = shop.app.get(MembersService);
    const both = await Promise.all([members.signIn(profile), members.signIn(profile)]);
    expect(new Set(both.map(({ member }) => member.id)).size).toBe(1);
  });
});

/** Serves a PGlite on a socket, so that `pg` can use it like a PostgreSQL server. Handles one message at a time. */
async function speakPostgres(postgres: PGlite, cleanUp: (() => Promise<unknown>)[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // A shop that stops can close the connection at any time.
    socket.on('error', () => socket.destroy());
    const read = messageReader();
    const answer = async (message: Uint8Array): Promise<void> => {
      if (message[0] === terminate) socket.end();
      else socket.write(await postgres.execProtocolRaw(message));
    };
    let last = Promise.resolve();
    socket.on('data', (chunk) => {
      for (const message of read(chunk)) last = last.then(() => answer(message));
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

const terminate = 'X'.charCodeAt(0);

/**
 * Splits the data of a PostgreSQL client into messages. Each starts with its type, except the first, and then its
 * length, which includes the length field.
 */
function messageReader(): (chunk: Buffer) => Uint8Array[] {
  let buffered = Buffer.alloc(0);
  let typeLength = 0;
  return (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    const messages: Uint8Array[] = [];
    while (buffered.length >= typeLength + 4) {
      const length = typeLength + buffered.readUInt32BE(typeLength);
      if (buffered.length < length) break;
      messages.push(Uint8Array.from(buffered.subarray(0, length)));
      buffered = buffered.subarray(length);
      typeLength = 1;
    }
    return messages;
  };
}
