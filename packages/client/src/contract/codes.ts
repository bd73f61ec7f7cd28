export type { Bilingual, CodeEntry } from './code-entry.js';
export { adminKeyRefused, apiCodes } from './api-codes.js';
export { kaeCodes } from './kae-codes.js';
export { koeCodes } from './koe-codes.js';
export { oauthErrorCodes } from './oauth-error-codes.js';
export { unknownApiCode, unknownAuthCode } from './unknown-codes.js';
