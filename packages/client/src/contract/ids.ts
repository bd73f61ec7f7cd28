/**
 * The id of a user (회원번호), an address or an app, as a string of decimal digits.
 *
 * Kakao sends ids as 64-bit JSON numbers, which `JSON.parse` rounds beyond 2^53. This library reads them exactly and returns
 * strings. `sub` of OpenID Connect is the same user id, and Kakao sends it as a string.
 */
export type KakaoId = string;

/** An id that you pass in. A `number` beyond `Number.MAX_SAFE_INTEGER` is refused. */
export type KakaoIdInput = string | bigint | number;
