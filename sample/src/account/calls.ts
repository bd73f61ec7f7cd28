/** The calls of the account pages, with the lines of this sample that make them. */
export const calls = {
  me: {
    call: 'GET /v2/user/me',
    code: `const user = await kakao.user.me({ ...chosenOnly, secureResource: true });`,
  },
  update: {
    call: 'POST /v1/user/update_profile',
    code: `const result = await kakao.user.updateProfile(properties);`,
  },
  tokenInfo: {
    call: 'GET /v1/user/access_token_info',
    code: `attempt(kakao.user.accessTokenInfo()),`,
  },
  vault: { call: 'KakaoVault', code: `const status = await this.vault.status(kakao.id);` },
  verify: {
    call: 'GET /.well-known/jwks.json',
    code: `attempt(this.oidc.verifyIdToken(idToken)),`,
  },
  tokenInfoOidc: { call: 'POST /oauth/tokeninfo', code: `attempt(this.oidc.tokenInfo(idToken)),` },
  userInfo: { call: 'GET /v1/oidc/userinfo', code: `attempt(kakao.oidc.userInfo()),` },
  refresh: {
    call: 'POST /oauth/token (grant_type=refresh_token)',
    code: `await kakao.user.accessTokenInfo();\nconst after = await this.vault.status(kakao.id);`,
  },
} as const;
