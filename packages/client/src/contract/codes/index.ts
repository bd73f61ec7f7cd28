export type { Bilingual, CodeEntry } from './entry.js';
export { adminKeyRefused, apiCodes, unknownApiCode } from './api.js';
export { kaeCodes } from './kae.js';
export { koeCodes } from './koe.js';
export { oauthErrorCodes, unknownAuthCode } from './oauth.js';
