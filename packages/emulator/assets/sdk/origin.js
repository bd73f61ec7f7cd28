// The origin that plays all of Kakao's hosts; the server writes it in.

export const ORIGIN = '{{origin}}';
