import { expect, it } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';

it('finds the emulator of globalSetup', async () => {
  const { EMULATOR: hosts = '', CLIENT_ID: clientId = '' } = process.env;
  const body = JSON.stringify({ person: 'moonlight@example.com' });
  const issued = await fetch(`${hosts}/_emulator/tokens`, { method: 'POST', body });
  const { access_token: accessToken } = (await issued.json()) as { access_token: string };
  const client = new KakaoClient({ clientId, hosts });
  expect((await client.user.me({ accessToken })).id).toBe('1001');
  await client.close();
}, 120_000);
