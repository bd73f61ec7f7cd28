import { CORS_ALLOWED_HEADERS, CORS_MAX_AGE } from '../guesses.js';
import type { Answer } from './answer.js';
import { isApiPath } from './call.js';
import type { Call } from './call.js';

/** What pages with the JavaScript SDK can call. The token and authorize endpoints are not included. */
const forPages = (path: string): boolean => isApiPath(path) || path === '/apiweb/code.json' || path === '/api/agt';

/**
 * Headers for a page of another origin. Any origin can read the response. Otherwise a page of an unregistered origin
 * could not read its error, -401 `domain mismatched!`.
 */
function corsHeaders(call: Call): Record<string, string> {
  const { origin } = call.headers;
  if (origin === undefined || !forPages(call.path)) return {};
  return { 'access-control-allow-origin': origin, vary: 'Origin' };
}

/** A response with its own CORS headers keeps them. */
export const withCors = (call: Call, answer: Answer): Answer =>
  call.headers.origin === undefined ? answer : { ...answer, headers: { ...corsHeaders(call), ...answer.headers } };

export const isPreflight = (call: Call): boolean =>
  call.method === 'OPTIONS' && call.headers['access-control-request-method'] !== undefined;

export function preflightHeaders(call: Call): Record<string, string> {
  const cors = corsHeaders(call);
  if (cors['access-control-allow-origin'] === undefined) return {};
  return {
    ...cors,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': CORS_ALLOWED_HEADERS,
    'access-control-max-age': CORS_MAX_AGE,
  };
}
