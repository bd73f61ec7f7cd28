/** The calls of the order page, with the lines of this sample that make them. */
export const calls = {
  consent: {
    call: 'GET /oauth/authorize?scope=shipping_address',
    code: `@UseGuards(SignedInGuard, LinkedGuard, KakaoConsentGuard)\n@KakaoScopes('shipping_address')`,
  },
  addresses: {
    call: 'GET /v1/user/shipping_address',
    code: `const answer = await kakao.shipping.list({ pageSize: 10 });`,
  },
} as const;
