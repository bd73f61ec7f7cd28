import { loginTable } from './local-codes.js';

/** The codes of failed logins: those that Kakao sends to the redirect URI, and those of this library. */
export const loginCodes = loginTable();
