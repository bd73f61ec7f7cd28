import type { IdTokenClaims, SsfConfiguration } from '@kakao-login/client/contract';

import type { Route } from '../context.js';
import { json } from '../http/answer.js';
import { unixSeconds } from '../store/clock.js';
import type { Handlers, NamesAt } from '../contract/handlers.js';
import { kauthRefusal } from './refusals.js';
import { token } from './token.js';

export const kauth: Handlers<NamesAt<'kauth'>> = {
  'oauth.token': (_incoming, _actor, context) => token(context, context.call),

  'oidc.discovery': (_incoming, _actor, { call: { origin } }) => ({
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    userinfo_endpoint: `${origin}/v1/oidc/userinfo`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['iss', 'aud', 'sub', 'auth_time', 'exp', 'iat', 'nonce', 'nickname', 'picture', 'email'],
  }),

  'oidc.jwks': (_incoming, _actor, { keys }) => keys.jwks(),

  'ssf.configuration': (_incoming, _actor, { call: { origin } }) => securityEvents(origin),

  'oidc.tokeninfo': async ({ id_token = '' }, _actor, { keys, store }) => {
    const claims = await keys.open(id_token);
    if (!claims || Number(claims['exp']) <= unixSeconds(store.clock.now())) {
      throw kauthRefusal('KOE400');
    }
    return claims as unknown as IdTokenClaims;
  },
};

/** Tells receivers of account-status events where the keys are. */
const securityEvents = (origin: string): SsfConfiguration => ({
  issuer: origin,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  delivery_methods_supported: 'http://schemas.openid.net/secevent/risc/delivery-method/push',
});

/** The same document at its old path. */
export const oldSecurityEventConfiguration: Route = ({ call: { origin } }) =>
  json(200, JSON.stringify(securityEvents(origin)));
