import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterAll(() => emulator.close());

test('a code from signIn is exchanged for tokens, and the access token reads the user', async () => {
  const { app, url } = emulator;
  const { code, redirectUri } = await emulator.signIn('moonlight@example.com', { nonce: 'n' });
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: app.restApiKey,
      client_secret: app.clientSecret,
      redirect_uri: redirectUri,
      code,
    }),
  });
  const tokens = (await answer.json()) as Record<string, string>;
  expect(answer.status).toBe(200);
  const me = await fetch(`${url}/v2/user/me`, { headers: { authorization: `Bearer ${tokens['access_token']}` } });
  expect(await me.text()).toMatch(/^\{"id":1001,"connected_at":"/);
});
