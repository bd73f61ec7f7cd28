import type { IdTokenClaims } from '@kakao-login/client/contract';

import { unixSeconds } from '../store/clock.js';
import { nicknameOf, pictureUrls } from '../store/pictures.js';
import type { Person } from '../store/entities.js';

interface IdTokenFacts {
  issuer: string;
  audience: string;
  authTime: number;
  now: number;
  lifeSeconds: number;
  nonce?: string;
}

/** The claims for the items agreed to. The e-mail address is included only if it is valid and verified. */
export function idTokenClaims(person: Person, shared: ReadonlySet<string>, facts: IdTokenFacts): IdTokenClaims {
  const iat = unixSeconds(facts.now);
  const has = (item: string): boolean => shared.has(item);
  return {
    aud: facts.audience,
    sub: person.id,
    auth_time: unixSeconds(facts.authTime),
    iss: facts.issuer,
    exp: iat + facts.lifeSeconds,
    iat,
    ...(facts.nonce !== undefined && { nonce: facts.nonce }),
    ...((has('profile_nickname') || has('profile')) && { nickname: nicknameOf(person) }),
    ...((has('profile_image') || has('profile')) && { picture: pictureUrls(person, true).thumbnail }),
    ...(has('account_email') &&
      person.email !== undefined &&
      person.emailValid &&
      person.emailVerified && { email: person.email }),
  };
}
