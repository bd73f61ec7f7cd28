// @ts-check
import { OAuth2Server } from 'oauth2-mock-server';
import { ready } from './ready.js';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
ready({ url: `http://127.0.0.1:${server.address().port}`, first: '/.well-known/openid-configuration' });
