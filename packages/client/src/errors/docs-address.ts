const page = 'https://kakao-login.github.io/kakao-login-node/errors';

/**
 * Where the documentation explains an error. Kakao's own codes are unique (`#koe320`, `#kae101`); numbers and our names get their
 * kind in front (`#api-401`, `#login-access_denied`), because `expired` or `too_large` exist in several kinds.
 */
export function docsAddress(kind: string, code: string | number): string {
  if (typeof code === 'number') return `${page}#${kind}${code < 0 ? '' : '-'}${code}`;
  return `${page}#${/^K[AO]E\d+$/.test(code) ? code.toLowerCase() : `${kind}-${code}`}`;
}
