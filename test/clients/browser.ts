import { cookieHeader, keepCookies, type Cookies } from '../support/cookies.js';

/** The parts of a form that are needed to submit it. */
interface Form {
  method: string;
  action: string;
  fields: { name: string; value: string; type: string; checked: boolean }[];
  buttons: { name: string; value: string; text: string }[];
}

/** What the first request sends. */
interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  html: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#x27': "'" };
const decode = (text: string) => text.replaceAll(/&([\w#]+);/g, (whole, name: string) => entities[name] ?? whole);

function attributes(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)].map(([, name = '', double, single]) => [
      name.toLowerCase(),
      decode(double ?? single ?? ''),
    ]),
  );
}

function forms(page: Page): Form[] {
  return [...page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => {
    const { method = 'get', action } = attributes(head);
    return {
      method: method.toUpperCase(),
      action: new URL(action || page.url, page.url).href,
      fields: [...body.matchAll(/<input\b([^>]*)>/g)].map(([, tag = '']) => {
        const { name = '', value, type = 'text', ...rest } = attributes(tag);
        return { name, type, value: value ?? (type === 'checkbox' ? 'on' : ''), checked: 'checked' in rest };
      }),
      buttons: [...body.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(([, tag = '', content = '']) => {
        const { name = '', value = '' } = attributes(tag);
        return { name, value, text: decode(content.replaceAll(/<[^>]*>/g, '')).trim() };
      }),
    };
  });
}

/** A user's browser. It keeps cookies, follows redirects, and fills in and submits forms. */
export class Browser {
  /** By host. As in a browser, the port does not matter. */
  readonly #jar = new Map<string, Cookies>();

  /** Opens a page and follows redirects, until there are no more or `arrived` returns true for the next URL. */
  async open(start: string | URL, arrived: (url: URL) => boolean = () => false, init: Sent = {}): Promise<Page> {
    let url = new URL(start);
    let request = init;
    for (let hop = 0; hop < 20; hop++) {
      if (hop > 0 && arrived(url)) return { url, status: 0, headers: new Headers(), html: '' };
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          'accept-language': 'ko',
          ...cookieHeader(this.#cookies(url)),
          ...request.headers,
        },
      });
      keepCookies(this.#cookies(url), response.headers.getSetCookie());
      const location = response.headers.get('location');
      const html = await response.text();
      if (response.status < 300 || response.status > 399 || location === null) {
        return { url, status: response.status, headers: response.headers, html };
      }
      url = new URL(location, url);
      request = {};
    }
    throw new Error(`still being redirected after 20 pages, now at ${url.origin}${url.pathname}`);
  }

  /** Logs in, ticks everything on the consent page, and presses `answer`. Returns the page after that. */
  async logIn(
    start: string | URL,
    person: { loginId: string; password: string },
    arrived?: (url: URL) => boolean,
    answer: '동의하고 계속하기' | '취소' = '동의하고 계속하기',
  ): Promise<Page> {
    let page = await this.open(start, arrived);
    for (let step = 0; step < 4; step++) {
      const all = forms(page);
      const login = all.find((form) => form.fields.some(({ name }) => name === 'password'));
      const consent = all.find((form) => form.buttons.some(({ text }) => text === answer));
      if (login !== undefined) {
        page = await this.#send(login, '로그인', { loginId: person.loginId, password: person.password }, arrived);
      } else if (consent !== undefined) {
        page = await this.#send(consent, answer, {}, arrived);
      } else {
        return page;
      }
    }
    throw new Error(`the login did not finish after four pages: ${page.html.match(/<title>([^<]*)/)?.[1]}`);
  }

  /** Submits a form with all boxes ticked. */
  #send(form: Form, button: string, typed: Record<string, string>, arrived?: (url: URL) => boolean): Promise<Page> {
    const body = new URLSearchParams();
    for (const { name, value } of form.fields) if (name !== '') body.append(name, typed[name] ?? value);
    const pressed = form.buttons.find(({ text }) => text === button);
    if (pressed?.name) body.append(pressed.name, pressed.value);
    return form.method === 'GET'
      ? this.open(`${form.action.split('?', 1)[0]}?${body.toString()}`, arrived)
      : this.open(form.action, arrived, {
          method: 'POST',
          body: body.toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(form.action).origin },
        });
  }

  #cookies({ hostname }: URL): Cookies {
    const cookies = this.#jar.get(hostname) ?? new Map<string, string>();
    this.#jar.set(hostname, cookies);
    return cookies;
  }
}
