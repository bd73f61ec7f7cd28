export const version = '0.1.0';

/** Sent as `User-Agent`, because Kakao's token endpoint refuses some generic ones with 406. */
export const userAgent = `kakao-login-client/${version}`;
