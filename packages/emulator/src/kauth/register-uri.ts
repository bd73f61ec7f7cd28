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

/** A web address that can be registered as it is: nothing that a browser would read in another way, and no script. */
function isRegistrable(uri: string): boolean {
  if (uri.length > LONGEST || !URL.canParse(uri)) return false;
  // oxlint-disable-next-line no-control-regex -- those are what must not be in it
  if (!/^https?:\/\/[^/?#\\\s*@]+(?:[/?][^\s\\#\u0000-\u001f\u007f]*)?$/i.test(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** The button of the page KOE006, for whoever may control the emulator. */
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

/** A click on a page of this very origin. A script's request, or that of another page, says something else. */
function isClick({ call }: Context): boolean {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, 'sec-fetch-site': site } = call.headers;
  if (origin !== call.origin && !(origin === 'null' && site === 'same-origin')) return false;
  return (
    (site ?? 'same-origin') === 'same-origin' &&
    (mode ?? 'navigate') === 'navigate' &&
    (dest ?? 'document') === 'document'
  );
}

/** Ours: the button of the page KOE006. Registers that address, and goes on with the login. */
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
