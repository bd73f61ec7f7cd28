/** The calls of the login page, with the lines of this sample that make them. */
export const calls = {
  login: { call: 'GET /oauth/authorize', code: `@Controller('auth/kakao')\n@UseGuards(KakaoAuthGuard)` },
  again: { call: 'GET /oauth/authorize?prompt=login', code: `@Get('again')\n@KakaoAuthorize({ prompt: 'login' })` },
  silent: { call: 'GET /oauth/authorize?prompt=none', code: `@Get('silent')\n@KakaoAuthorize({ prompt: 'none' })` },
  newAccount: {
    call: 'GET /oauth/authorize?prompt=create',
    code: `@Get('new-account')\n@KakaoAuthorize({ prompt: 'create' })`,
  },
  choose: {
    call: 'GET /oauth/authorize?prompt=select_account',
    code: `@Get('choose')\n@KakaoAuthorize({ prompt: 'select_account' })`,
  },
  callback: {
    call: 'POST /oauth/token',
    excerpt: `@Get('callback')\n…\n@KakaoLogin() login: KakaoLogin<LoginState>,\n…\nawait visit.signIn(member.id, login.tokens);`,
  },
} as const;

export const simpleLoginCalls = {
  authorize: {
    call: 'Kakao.Auth.authorize()',
    code: `return this.kakao.simpleLogin(request, chosenForSimpleLogin(asked));\n…\nawait Kakao.Auth.authorize(await response.json());`,
  },
} as const;

export const leaveCalls = {
  logout: { call: 'POST /v1/user/logout', excerpt: `const outcome = await attempt(this.logouts.logout(caller));` },
  everywhere: {
    call: 'GET /oauth/logout',
    excerpt: `this.auth.accountLogoutUrl({ logoutRedirectUri: \`\${this.config.publicUrl}/\`, state })`,
  },
  unlink: { call: 'POST /v1/user/unlink', excerpt: `const outcome = await attempt(this.unlinks.unlink(caller));` },
} as const;
