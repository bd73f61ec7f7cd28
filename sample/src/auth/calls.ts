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
  hint: { call: 'GET /oauth/authorize?login_hint=…', code: `loginHint: hint` },
  combine: {
    call: 'GET /oauth/authorize?prompt=select_account,login',
    code: `prompt.length > 0 && { prompt }`,
  },
  terms: {
    call: 'GET /oauth/authorize?service_terms=…',
    code: `@Get('terms')\n@KakaoAuthorize(fromQuery(chosenTerms))`,
  },
  callback: {
    call: 'POST /oauth/token',
    code: `@Get('callback')\n…\n@KakaoLogin() login: KakaoLogin<LoginState>,\n…\nawait visit.signIn(member.id, login.tokens.id_token);`,
  },
} as const;

export const simpleLoginCalls = {
  authorize: {
    call: 'Kakao.Auth.authorize()',
    code: `return this.kakao.simpleLogin(request, chosenForSimpleLogin(input));\n…\nawait Kakao.Auth.authorize(await response.json());`,
  },
} as const;

export const leaveCalls = {
  logout: { call: 'POST /v1/user/logout', code: `const outcome = await attempt(this.vault.logout(kakaoId));` },
  everywhere: {
    call: 'GET /oauth/logout',
    code: `this.auth.accountLogoutUrl({ logoutRedirectUri: \`\${this.config.publicUrl}/\`, state })`,
  },
  recent: {
    call: 'GET /oauth/authorize?prompt=login',
    code: `@Get('unlink')\n@UseGuards(LinkedGuard, KakaoConsentGuard)\n@KakaoRecentLogin({ maxAge: 300 })`,
  },
  unlink: { call: 'POST /v1/user/unlink', code: `const { finished, left } = await this.vault.leave(kakao.id);` },
} as const;

export const linkCalls = {
  link: {
    call: 'GET /oauth/authorize?prompt=select_account',
    code: `@Get('kakao')\n@UseGuards(KakaoAuthGuard)\n@KakaoAuthorize({ link: true, prompt: 'select_account' })`,
  },
  handler: {
    call: 'update members',
    code: `if (login.link !== undefined) return this.members.link(Number(login.link), login.profile);`,
  },
  unlink: { call: 'POST /v1/user/unlink', code: `await this.account.unlink(kakaoId);` },
} as const;
