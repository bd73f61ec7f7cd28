/** The calls of the account pages, with the lines of this sample that make them. */
export const calls = {
  me: {
    call: 'GET /v2/user/me',
    code: `const user = await this.users.me(caller, { ...chosenOnly, secureResource: true });`,
  },
  update: {
    call: 'POST /v1/user/update_profile',
    code: `const result = await this.users.updateProfile(caller, properties);`,
  },
  tokenInfo: {
    call: 'GET /v1/user/access_token_info',
    code: `attempt(this.users.accessTokenInfo(caller)),`,
  },
  verify: {
    call: 'GET /.well-known/jwks.json',
    code: `attempt(this.oidc.verifyIdToken(idToken)),`,
  },
  tokenInfoOidc: { call: 'POST /oauth/tokeninfo', code: `attempt(this.oidc.tokenInfo(idToken)),` },
  userInfo: { call: 'GET /v1/oidc/userinfo', code: `attempt(this.oidc.userInfo(caller)),` },
  refresh: {
    call: 'POST /oauth/token (grant_type=refresh_token)',
    code: `const tokens = await this.auth.refresh({ refreshToken: kakao.refreshToken });`,
  },
} as const;
