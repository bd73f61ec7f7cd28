import { logOut, sessionOf, takeTransaction } from '../accounts/browser.js';
import { accountLabel } from '../accounts/person-choice.js';
import type { Context } from '../context.js';
import { TRANSACTION_LIFE } from '../guesses.js';
import { htmlAnswer, redirect, withQuery } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { langHeaders, pageStart } from '../http/lang.js';
import { logoutPage } from '../pages/index.js';
import { opaque } from '../store/random.js';
import { Refusal } from '../refusal.js';

/** `GET /oauth/logout`: log out of the service, and optionally of the Kakao Account. */
export function logoutChoice({ store, call }: Context): Answer {
  const { query } = call;
  const clientId = given(query, 'client_id');
  if (clientId === undefined) throw Refusal.koe('KOE207', '', { facts: [['missing', 'client_id']] });
  const client = store.client(clientId);
  if (!client || client.key.deactivated) throw Refusal.koe('KOE101');
  const { app } = client;
  const uri = given(query, 'logout_redirect_uri');
  if (uri === undefined || !app.logoutRedirectUris.includes(uri)) {
    throw Refusal.koe('KOE007', app.name, {
      facts: [
        ['logout_redirect_uri', uri ?? '(missing)'],
        ...app.logoutRedirectUris.map((known): [string, string] => ['registered', known]),
      ],
    });
  }
  const returnTo = withQuery(uri, { state: given(query, 'state') });
  const current = sessionOf(store, call);
  if (!current) return redirect(returnTo);
  const transaction = opaque(24);
  store.transactions.set(transaction, {
    kind: 'logout',
    sessionId: current.session.id,
    personId: current.person.id,
    returnTo,
    expiresAt: store.clock.now() + TRANSACTION_LIFE,
  });
  const page = logoutPage({
    ...pageStart(call),
    fields: [
      ['stsc', transaction],
      ['csts', opaque(12)],
    ],
    app: { name: app.name },
    account: { label: accountLabel(current.person), nickname: current.person.nickname },
  });
  return htmlAnswer(page, 200, langHeaders(call));
}

/** `POST /oauth/logout`: the choice. */
export function logout(context: Context): Answer {
  const { store, call } = context;
  const { returnTo } = takeTransaction(context, 'logout', given(call.form, 'stsc'));
  const both = call.form.get('logout_with_kakao') === 'true';
  return redirect(returnTo, both ? { 'set-cookie': logOut(store, call) } : {});
}
