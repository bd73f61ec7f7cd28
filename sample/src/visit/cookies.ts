import type { CookieOptions, Request } from 'express';

/** For every cookie of the shop. Scripts cannot read it, and forms of other sites do not send it. */
export function cookieOptions(publicUrl: string, maxAge?: number): CookieOptions {
  // Browsers accept Secure cookies only over https, so not on http://192.168.…
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
