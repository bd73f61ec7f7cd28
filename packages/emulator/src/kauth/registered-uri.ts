import { WILDCARD } from '../guesses.js';
import type { App, ClientKey } from '../store/entities.js';

/**
 * Whether a label matches a pattern with `*`. Searches each piece between two stars once, from the left, so that the
 * time is linear in the length of the label.
 */
function labelFits(known: string, sent: string): boolean {
  const [head = '', ...pieces] = known.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return sent === known;
  if (!sent.startsWith(head)) return false;
  const end = sent.length - tail.length;
  let at = head.length;
  for (const piece of pieces) {
    const found = sent.indexOf(piece, at + 1);
    if (found === -1 || !WILDCARD.test(sent.slice(at, found))) return false;
    at = found + piece.length;
  }
  return at < end && WILDCARD.test(sent.slice(at, end)) && sent.endsWith(tail);
}

/** Scheme, host with port, and the rest of a URI. */
function partsOf(uri: string): [scheme: string, host: string, rest: string] | undefined {
  const [scheme] = /^https?:\/\//i.exec(uri) ?? [];
  if (scheme === undefined) return undefined;
  const afterScheme = uri.slice(scheme.length);
  const slash = afterScheme.search(/[/?#]/);
  const end = slash === -1 ? afterScheme.length : slash;
  return [scheme, afterScheme.slice(0, end).toLowerCase(), afterScheme.slice(end)];
}

function fitsWildcard(known: string, sent: string): boolean {
  const [one, other] = [partsOf(known), partsOf(sent)];
  if (!one?.[1].includes('*') || !other || one[0] !== other[0] || one[2] !== other[2]) return false;
  const [wanted, labels] = [one[1].split('.'), other[1].split('.')];
  return wanted.length === labels.length && wanted.every((label, index) => labelFits(label, labels[index] ?? ''));
}

/** Compares exactly, including the query. The host of a Biz app's URI may have wildcards. */
export function isRegistered({ business }: App, { redirectUris }: ClientKey, uri: string): boolean {
  return redirectUris.includes(uri) || (business && redirectUris.some((known) => fitsWildcard(known, uri)));
}
