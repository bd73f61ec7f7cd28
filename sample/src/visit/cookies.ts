import type { CookieOptions, Request } from 'express';

/** For every cookie of the shop: no script reads it, and no other site's form sends it. */
export function cookieOptions(publicUrl: string, maxAge?: number): CookieOptions {
  // A browser keeps a Secure cookie only from https (and would lose it on http://192.168.…).
  return { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/', maxAge };
}

export function cookies(request: Request): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) found[pair.slice(0, at).trim()] = safeDecode(pair.slice(at + 1).trim());
  }
  return found;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
