/**
 * What the other packages of Kakao Login for Node need of this one. Not public: it may change in any release. It has the
 * public exports too, so that those packages load one entry instead of two.
 *
 * @module
 */
export * from './index.js';
export { optionsOf } from './client.js';
export type { ResolvedOptions } from './options.js';
export { connectionCodes, tokenCodes, unexpectedCodes, webhookCodes } from './errors/local-codes.js';
