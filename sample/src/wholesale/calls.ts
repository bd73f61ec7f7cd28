/** The calls of the wholesale pages, with the lines of this sample that make them. */
export const calls = {
  me: {
    call: 'GET /v2/user/me',
    code: `const answer = await attempt(kakao.user.me({ propertyKeys }));`,
  },
  signup: { call: 'POST /v1/user/signup', code: `const result = await kakao.account.signup({ properties });` },
  unlink: { call: 'POST /v1/user/unlink', code: `await this.vault.unlink(id);` },
} as const;
