import type { RunningShop } from '../../sample/src/start.js';
import { Visitor } from '../attacks/support/visitor.js';

export const html = { accept: 'text/html' };

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

/** Sends a POST as a form on a page of the shop does. */
export function postFrom(
  browser: Visitor,
  path: string,
  accept = 'text/html',
  fields: Record<string, string> = {},
): Promise<Response> {
  const { headers, ...request } = form(fields);
  const page = { accept, origin: browser.origin, referer: `${browser.origin}/me` };
  return browser.open(path, { ...request, headers: { ...headers, ...page } });
}

/** Logs in at Kakao, agrees to everything, and returns the callback URL. */
export async function callbackOf(emulatorUrl: string, browser: Visitor, route = '/auth/kakao'): Promise<string> {
  const { href } = await browser.begin(route);
  const kakao = new Visitor(emulatorUrl);
  let answer = await kakao.open('/login', form({ continue: href, person: '1001' }));
  const [, transaction] = /name="transaction" value="([^"]+)"/.exec(await answer.text()) ?? [];
  if (transaction !== undefined)
    answer = await kakao.open('/oauth/authorize', form({ transaction, action: 'accept', agree_all: 'on' }));
  return answer.headers.get('location') ?? '';
}

/** Returns a browser in which a user has logged in and agreed to everything. */
export async function logIn(
  shop: RunningShop,
  route = '/auth/kakao',
  browser: Visitor = new Visitor(shop.url),
): Promise<Visitor> {
  await browser.open(await callbackOf(shop.emulated?.emulator.url ?? '', browser, route), { headers: html });
  return browser;
}
