/** The calls of the wholesale pages, with the lines of this sample that make them. */
export const calls = {
  me: {
    call: 'GET /v2/user/me',
    code: `const answer = await attempt(this.users.me(caller, { propertyKeys }));`,
  },
  signup: { call: 'POST /v1/user/signup', code: `const result = await this.signups.signup(caller, { properties });` },
  unlink: { call: 'POST /v1/user/unlink', code: `const result = await this.unlinks.unlink(caller);` },
} as const;
