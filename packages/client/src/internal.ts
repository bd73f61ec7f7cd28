/**
 * For the other packages of Kakao Login for Node. Not public: it can change in any release. It includes the public exports, so that
 * those packages load one entry instead of two. Not the tables of codes: here they are functions.
 *
 * @module
 */
export * from './exports.js';
export { optionsOf, requireOptions } from './client.js';
export { isObject } from './checks.js';
export { isCleartextKakao } from './options.js';
export type { ResolvedOptions } from './options.js';
export { signalOf } from './transport/signal.js';
export { once } from './once.js';
export { sameText } from './same-text.js';
export { oauthTable } from './contract/codes/index.js';
export { docsAddress } from './errors/docs-address.js';
export { connectionTable, tokenTable, unexpectedTable, webhookTable } from './errors/local-codes.js';
export { callChannel, loginChannel, maskedValue, refreshChannel, textsOf, traced, traceError } from './diagnostics.js';
