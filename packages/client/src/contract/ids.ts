/**
 * A member number, address id or app id of Kakao, as decimal digits.
 *
 * Kakao sends 64-bit JSON numbers, which `JSON.parse` corrupts beyond 2^53. They are read exactly and handed over as
 * text; OpenID Connect's `sub` is the same id and is text on the wire already.
 */
export type KakaoId = string;

/** What is accepted where an id goes in. A `number` beyond `Number.MAX_SAFE_INTEGER` is refused. */
export type KakaoIdInput = string | bigint | number;
