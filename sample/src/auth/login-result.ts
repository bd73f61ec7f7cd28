import type { KakaoLogin } from '@kakao-login/nestjs';
import { mask } from '../web/mask.js';

/** A finished login for the page that shows it. The tokens are cut off. */
export function loginResult({ tokens, claims, profile }: KakaoLogin): Record<string, unknown> {
  const { access_token, refresh_token, id_token, ...rest } = tokens;
  return {
    tokens: {
      ...rest,
      access_token: mask(access_token),
      ...(refresh_token !== undefined && { refresh_token: mask(refresh_token) }),
      ...(id_token !== undefined && { id_token: mask(id_token) }),
    },
    ...(claims !== undefined && { claims }),
    missingConsents: profile.missingConsents,
  };
}
