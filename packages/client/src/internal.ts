/**
 * What the other packages of Kakao Login for Node need of this one. Not public: it may change in any release.
 *
 * @module
 */
export { optionsOf } from './client.js';
export type { ResolvedOptions } from './options.js';
export { connectionCodes, tokenCodes, unexpectedCodes } from './errors/local-codes.js';
