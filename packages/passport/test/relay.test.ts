import { expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startKakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

/** Forwards every request to `target`. The relay has its own paths. */
async function openRelay(target: string) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      paths.push(request.url ?? '');
      const to = (request.url ?? '').startsWith('/token') ? '/oauth/token' : '/v2/user/me';
      const { authorization, 'content-type': type } = request.headers;
      const answer = await fetch(target + to, {
        method: request.method ?? 'GET',
        headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
        ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

test('with OpenID Connect, a login with tokens from a relay is verified as a login of Kakao', async () => {
  const kakao = await startKakao();
  kakao.bends.oidc = true;
  const relay = await openRelay(kakao.url);
  const urls = { tokenURL: `${relay.url}/token?tenant=1`, profileURL: `${relay.url}/profile` };
  const shop = await openShop({ kakao, strategy: { ...urls, profile: 'user' } });
  const answer = await shop.browser().follow('/auth/kakao');
  expect(shop.errors).toEqual([]);
  expect(answer.status).toBe(200);
  expect(relay.paths).toEqual(['/token?tenant=1', expect.stringMatching(/^\/profile\?/)]);
  await shop.close();
  await relay.close();
  await kakao.close();
});
