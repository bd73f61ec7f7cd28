import type { IdTokenClaims, OidcUserInfo } from '@kakao-login/client/contract';

import { unixSeconds } from '../clock.js';
import { KOE400_TEXT } from '../guesses.js';
import { kakaoAccount } from '../kapi/account-fields.js';
import type { Handlers } from '../kapi/handlers.js';
import { pictureUrls } from '../kapi/pictures.js';
import { Refusal } from '../refusal.js';
import type { App, Link, Person } from '../store/entities.js';
import { token } from './token.js';

/** `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`, by what was agreed to. */
function birthdate(year: string | undefined, day: string | undefined): string | undefined {
  if (day === undefined) return year;
  return `${year ?? '0000'}-${day.slice(0, 2)}-${day.slice(2)}`;
}

function userInfo(app: App, person: Person, link: Link, now: number): OidcUserInfo {
  const account = kakaoAccount(app, person, link, true, now);
  const born = birthdate(account.birthyear, account.birthday);
  return {
    sub: person.id,
    ...(account.name !== undefined && { name: account.name }),
    ...(account.profile?.nickname !== undefined && { nickname: account.profile.nickname }),
    ...(account.profile?.thumbnail_image_url !== undefined && { picture: pictureUrls(person, true).thumbnail }),
    ...(account.email !== undefined && {
      email: account.email,
      email_verified: person.emailVerified && person.emailValid,
    }),
    ...(account.gender !== undefined && { gender: account.gender }),
    ...(born !== undefined && { birthdate: born }),
    ...(account.phone_number !== undefined && {
      phone_number: account.phone_number,
      phone_number_verified: true,
    }),
  };
}

export const kauth: Handlers<'oauth.token' | 'oidc.discovery' | 'oidc.jwks' | 'oidc.tokeninfo' | 'oidc.userinfo'> = {
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

  'oidc.tokeninfo': async ({ id_token = '' }, _actor, { keys, store }) => {
    const claims = await keys.open(id_token);
    if (!claims || Number(claims['exp']) <= unixSeconds(store.clock.now())) {
      throw Refusal.kauth(400, {
        error: 'invalid_token',
        error_description: KOE400_TEXT,
        error_code: 'KOE400',
      });
    }
    return claims as unknown as IdTokenClaims;
  },

  'oidc.userinfo': (_incoming, { app, person, link }, { store }) => userInfo(app, person, link, store.clock.now()),
};
