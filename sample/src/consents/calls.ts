/** The calls of the consents page, with the lines of this sample that make them. */
export const calls = {
  list: {
    call: 'GET /v2/user/scopes',
    code: `const consents = await kakao.scopes.list(only.length > 0 ? { scopes: only } : {});`,
  },
  revoke: {
    call: 'POST /v2/user/revoke/scopes',
    code: `const result = await kakao.scopes.revoke([scope]);`,
  },
  more: { call: 'GET /oauth/authorize?scope=…', code: `@Get('consent')\n@KakaoAuthorize(fromQuery(chosenItems))` },
} as const;
