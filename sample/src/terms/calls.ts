/** The calls of the terms page, with the lines of this sample that make them. */
export const calls = {
  list: {
    call: 'GET /v2/user/service_terms',
    code: `const answer = await kakao.terms.list({ result, ...(tags.length > 0 && { tags }) });`,
  },
  revoke: {
    call: 'POST /v2/user/revoke/service_terms',
    code: `const result = await kakao.terms.revoke(list(tag));`,
  },
  agree: {
    call: 'POST /v2/user/upgrade/service_terms',
    code: `const result = await kakao.terms.agree(list(tag));`,
  },
} as const;
