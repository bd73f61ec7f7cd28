/** The calls of the address pages, with the lines of this sample that make them. */
export const calls = {
  list: {
    call: 'GET /v1/user/shipping_address',
    code: `const page = await kakao.shipping.list({ pageSize, fromUpdatedAt });`,
  },
  get: { call: 'GET /v1/user/shipping_address', code: `const answer = await kakao.shipping.get(addressId);` },
  picker: {
    call: 'Kakao.Auth.selectShippingAddress()',
    code: `Kakao.Auth.setAccessToken(accessToken, false);\n…\nconst { address_id } = await Kakao.Auth.selectShippingAddress();`,
  },
} as const;
