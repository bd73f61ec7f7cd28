export const MASK = '***';

/** What a store knows of the texts in a request. */
export interface Known {
  /** Stands in the seed where anybody may read it: a client id, an item, a redirect URI. */
  isPublic: (text: string) => boolean;
  /** Has a client secret, an admin key, a password or a user's id in it. */
  holdsSecret: (text: string) => boolean;
}

const LONGEST_PART = 60;
const LONGEST_TEXT = 2000;

/** Letters, digits, `_` and `-` in a row that nobody would call a name: a key, a token, a code, a UUID. */
function isOpaque(run: string): boolean {
  if (run.length >= 50) return true;
  if (run.length < 16) return false;
  const changes = run.match(/[A-Za-z]\d|\d[A-Za-z]/g)?.length ?? 0;
  return changes >= 3 || run.split(/[_-]/).some((piece) => piece.length >= 24 && /\d/.test(piece));
}

function isSuspect(part: string, known: Known): boolean {
  if (known.isPublic(part)) return false;
  if (part.length > LONGEST_PART || !/^[\w.~+:;=!-]*$/.test(part)) return true;
  // A phone number, or an id.
  const numbers = part.match(/\d[\d-]*/g) ?? [];
  if (numbers.some((number) => number.replaceAll('-', '').length >= 9)) return true;
  return (part.match(/[\w-]+/g) ?? []).some(isOpaque) || known.holdsSecret(part);
}

/**
 * Free text with everything masked that is a secret of this emulator, or looks like a token, a key, a phone number or an
 * e-mail address. The rest stays readable.
 */
export function scrubbed(text: string, known: Known): string {
  const short = text.slice(0, LONGEST_TEXT);
  const masked = short.replaceAll(/[^\s,"[\]/]+/g, (part) => (isSuspect(part, known) ? MASK : part));
  // A password may have a space or a slash in it.
  return known.holdsSecret(masked) ? MASK : masked;
}
