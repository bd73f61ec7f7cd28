import type { Context } from '../context.js';
import { TRANSACTION_LIFE } from '../guesses.js';
import { mayControl } from '../http/access.js';
import { redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { paths } from '../pages/models.js';
import type { KoeModel } from '../pages/koe.js';
import { opaque } from '../store/random.js';
import { Refusal } from '../refusal.js';
import { REGISTER_PATH } from './authorize-urls.js';

const LONGEST = 2000;

/** Refuses scripts, and URLs that a browser would parse differently. */
function isRegistrable(uri: string): boolean {
  if (uri.length > LONGEST || !URL.canParse(uri)) return false;
  // oxlint-disable-next-line no-control-regex -- excludes them
  if (!/^https?:\/\/[^/?#\\\s*@]+(?:[/?][^\s\\#\u0000-\u001f\u007f]*)?$/i.test(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** The button of the page KOE006, for callers that may control the emulator. */
export function registration(context: Context): KoeModel['register'] {
  const { store, call } = context;
  const uri = given(call.query, 'redirect_uri') ?? '';
  const client = store.client(call.query.get('client_id') ?? '');
  if (!client || client.key.kind === 'native' || !isRegistrable(uri)) return undefined;
  if (call.method !== 'GET' || !mayControl(call)) return undefined;
  const token = opaque(24);
  const query = new URLSearchParams(call.query);
  query.delete('lang');
  store.registrations.set(token, {
    clientId: client.key.key,
    uri,
    query: query.toString(),
    expiresAt: store.clock.now() + TRANSACTION_LIFE,
  });
  return { action: REGISTER_PATH, token };
}

/** Whether it is a click on a page of this origin, not a request of a script or another page. */
function isClick({ call }: Context): boolean {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, 'sec-fetch-site': site } = call.headers;
  if (origin !== call.origin && !(origin === 'null' && site === 'same-origin')) return false;
  return (
    (site ?? 'same-origin') === 'same-origin' &&
    (mode ?? 'navigate') === 'navigate' &&
    (dest ?? 'document') === 'document'
  );
}

/** Not Kakao's: the button of the page KOE006. Registers the address and continues the login. */
export function registerUri(context: Context): Answer {
  const { store, call } = context;
  if (!isClick(context) || !mayControl({ ...call, headers: { ...call.headers, origin: call.origin } })) {
    throw Refusal.message('bad_request', 403);
  }
  const wanted = store.registrations.take(given(call.form, 'registration') ?? '');
  const client = wanted && store.client(wanted.clientId);
  if (!wanted || !client) throw Refusal.message('expired', 400);
  if (!client.key.redirectUris.includes(wanted.uri)) client.key.redirectUris.push(wanted.uri);
  store.indexApps();
  return redirect(`${paths.consent}?${wanted.query}`);
}
