/**
 * Parses the `KA` header or the `ka` parameter, in which an SDK describes itself: words such as `os/javascript`,
 * `os/ios-17.4` and `origin/https%3A%2F%2Fshop.example`.
 */
export function kaOf(text: string | string[] | null | undefined): { os?: string; origin?: string } {
  const word = (name: string): string | undefined =>
    new RegExp(`(?:^|\\s)${name}/(\\S+)`).exec(String(text ?? ''))?.[1];
  const os = word('os')?.split('-')[0];
  const origin = word('origin');
  return { ...(os !== undefined && { os }), ...(origin !== undefined && { origin: decoded(origin) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
