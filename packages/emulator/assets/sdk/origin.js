// The origin that replaces all of Kakao's hosts. The server inserts it.

export const ORIGIN = '{{origin}}';
