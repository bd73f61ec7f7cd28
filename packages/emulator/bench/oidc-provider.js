// @ts-check
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { ready } from './ready.js';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'bench',
        client_secret: 'secret',
        redirect_uris: ['http://127.0.0.1:1/callback'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => false },
  });
  server.on('request', provider.callback());
  ready({ url, first: '/.well-known/openid-configuration' });
});
