import type { KakaoLogin } from '@kakao-login/nestjs';
import { mask } from '../web/mask.js';

/** A finished login as the page may show it: tokens cut short before they go anywhere near a page. */
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
