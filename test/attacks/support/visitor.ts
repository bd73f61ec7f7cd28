/** A browser in an attacker's hands, or in a victim's: it keeps cookies, follows nothing, and its jar is open to all. */
export class Visitor {
  /** Requests of all visitors, for a test that has to know that something happened. */
  static requests = 0;
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  async open(
    address: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    Visitor.requests += 1;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(address, this.origin), {
      redirect: 'manual',
      ...init,
      headers: { 'sec-fetch-dest': 'document', ...(cookie !== '' && { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', rest = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
      if (/;\s*max-age=0/i.test(rest)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Begins a login; returns the address of Kakao's login page. */
  async begin(address = '/auth/kakao'): Promise<URL> {
    const response = await this.open(address);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect, but ${response.status}`);
    return new URL(location);
  }
}
