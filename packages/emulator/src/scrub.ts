export const MASK = '***';

/** What a store knows about a text in a request. */
export interface Known {
  /** Whether the text is a public part of the seed: a client ID, an item, a redirect URI. */
  isPublic: (text: string) => boolean;
  /** Whether it contains a client secret, an admin key, a password or a user's ID. */
  holdsSecret: (text: string) => boolean;
}

const LONGEST_PART = 60;
const LONGEST_TEXT = 2000;

/** Whether a run of letters, digits, `_` and `-` looks like a key, a token, a code or a UUID. */
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
 * Masks secrets of this emulator in a text, and what looks like a token, a key, a phone number or an e-mail address.
 */
export function scrubbed(text: string, known: Known): string {
  if (known.isPublic(text)) return text;
  const short = text.slice(0, LONGEST_TEXT);
  const masked = short.replaceAll(/[^\s,"[\]/]+/g, (part) => (isSuspect(part, known) ? MASK : part));
  // A password may contain a space or a slash.
  return known.holdsSecret(masked) ? MASK : masked;
}
