import { loginTable, type KnownLoginCode } from './local-codes.js';
import type { CodeEntry } from '../contract/codes/entry.js';

/** The codes of failed logins: those that Kakao sends to the redirect URI, and those of this library. */
export const loginCodes: Readonly<Record<KnownLoginCode, CodeEntry>> = loginTable();
