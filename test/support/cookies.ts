/** The cookies of one host in a test's browser, by name. */
export type Cookies = Map<string, string>;

/** The `Cookie` header, if there are cookies. */
export const cookieHeader = (cookies: Cookies): { cookie?: string } =>
  cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };

/** Sets and deletes cookies according to the `Set-Cookie` headers of an answer. */
export function keepCookies(cookies: Cookies, setCookie: readonly string[]): void {
  for (const line of setCookie) {
    const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
    const expires = /;\s*expires=([^;]+)/i.exec(attributes)?.[1];
    const expired = expires !== undefined && Date.parse(expires) < Date.now();
    if (/;\s*max-age=(0|-\d+)/i.test(attributes) || expired) cookies.delete(name);
    else cookies.set(name, value);
  }
}
