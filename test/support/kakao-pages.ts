import { createServer } from 'node:net';
import type { Answer, Browser } from './browser.js';

/**
 * A free port. It must be known in advance, because redirect URIs are registered exactly. It is below the range that
 * the system uses for connections, because one of these could take it before the application listens.
 */
export async function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!free) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Opens a login URL and acts on Kakao's pages like a user: chooses an account, ticks every box, and accepts. Follows
 * redirects of Kakao and of the application. Returns the first page that is not Kakao's, or the first redirect for
 * which `until` returns true.
 */
export async function logIn(
  browser: Browser,
  address: string,
  personId: string,
  kakao: string,
  until?: (location: string) => boolean,
): Promise<Answer> {
  let answer = await browser.follow(address, until);
  for (let pages = 0; answer.url.startsWith(kakao) && answer.status === 200; pages += 1) {
    if (pages > 3) throw new Error(`the login did not finish, it is at ${answer.url}`);
    answer = answer.body.includes('id="loginForm"')
      ? await submit(browser, answer, [['person', personId]], until)
      : await submit(browser, answer, [['action', 'accept']], until);
  }
  return answer;
}

async function submit(
  browser: Browser,
  page: Answer,
  pressed: [string, string][],
  until?: (location: string) => boolean,
): Promise<Answer> {
  const forms = [...page.body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
  const form = forms.find(([, , inside]) => /name="(continue|transaction)"/.test(inside!));
  if (!form) throw new Error(`no form on the page at ${page.url}: ${page.body.slice(0, 200)}`);
  const fields = [...form[2]!.matchAll(/<input\b[^>]*>/g)]
    .map(([input]) => input)
    .filter((input) => /type="(hidden|checkbox)"/.test(input) && /\sname="/.test(input))
    .map((input): [string, string] => [attribute(input, 'name'), attribute(input, 'value')]);
  const action = new URL(attribute(form[1]!, 'action'), page.url).href;
  const answer = await browser.post(action, [...fields, ...pressed], { origin: new URL(page.url).origin });
  return answer.location === '' || until?.(answer.location) ? answer : browser.follow(answer.location, until);
}

function attribute(element: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1] ?? '';
  return value
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)),
    )
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
