export type { Bilingual, CodeEntry } from './entry.js';
export { adminKeyRefused, apiTable, unknownApiCode } from './api.js';
export { koeTable } from './koe.js';
export { oauthTable, unknownAuthCode } from './oauth.js';
