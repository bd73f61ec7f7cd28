import { json } from '../http/answer.js';
import type { Route } from '../server/listener.js';

/** Where receivers of account-status events find the keys; the same at the current path and at the old one. */
export const securityEventConfiguration: Route = ({ call: { origin } }) =>
  json(
    200,
    JSON.stringify({
      issuer: origin,
      jwks_uri: `${origin}/.well-known/jwks.json`,
      delivery_methods_supported: 'http://schemas.openid.net/secevent/risc/delivery-method/push',
    }),
  );
