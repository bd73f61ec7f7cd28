/** The calls of the owner's pages, made with the admin key. */
export const calls = {
  ids: {
    call: 'GET /v1/user/ids',
    code: `const page = await this.users.ids({ limit, order, ...(fromId !== undefined && { fromId }) });`,
  },
  list: {
    call: 'GET /v2/app/users',
    code: `const users = page.elements.length === 0 ? [] : await this.users.list(page.elements, { propertyKeys });`,
  },
  nightJob: {
    call: 'GET /v1/user/shipping_address',
    code: `const answer = await this.vault.forUser(kakaoId).shipping.list({ pageSize: 2 });`,
  },
  one: { call: 'GET /v2/user/me (KakaoAK)', code: `const user = await this.users.me({ admin: true, targetId });` },
} as const;
