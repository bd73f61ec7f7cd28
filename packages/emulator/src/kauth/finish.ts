import type { Context } from '../context.js';
import { CODE_LIFE, POLL_FAILURE_CODE, TRANSACTION_LIFE } from '../guesses.js';
import { htmlAnswer, json, redirect, withQuery } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { langHeaders, messagePageStart } from '../http/lang.js';
import type { Person, Session } from '../store/entities.js';
import { opaque } from '../store/random.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';

const resultKey = (clientId: string, transId: string): string => `${clientId} ${transId}`;

/** Ends the login: redirects to the service, and stores the result for a page that polls. */
export async function finish(
  { store, call }: Context,
  request: AuthorizeRequest,
  outcome: Record<string, string | undefined>,
  session?: Session,
): Promise<Answer> {
  delete session?.freshFor;
  store.grants.delete(request.agt ?? '');
  const answer = { ...outcome, state: request.state };
  if (request.transId !== undefined) {
    const known = Object.entries(answer).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const status: Record<string, string> =
      outcome['code'] === undefined ? { status: 'error', error_code: POLL_FAILURE_CODE } : { status: 'ok' };
    const body = { ...status, ...Object.fromEntries(known) };
    store.results.set(resultKey(request.key.key, request.transId), {
      body,
      expiresAt: store.clock.now() + TRANSACTION_LIFE,
    });
    // The page that opened the popup polls and navigates itself. A redirect here would use the code twice.
    if (request.popup) {
      const { messagePage } = await import('../pages/message.js');
      return htmlAnswer(messagePage({ ...messagePageStart(call, 'popup_done'), kind: 'popup_done' }));
    }
  }
  return redirect(withQuery(request.redirectUri, answer), langHeaders(call));
}

/** Every login of an app with OpenID Connect gets an ID token, unless it has a `scope` without `openid`. */
function wantsIdToken({ app, scopes }: AuthorizeRequest): boolean {
  return app.openIdConnect && (scopes === undefined || scopes.includes('openid'));
}

export function issueCode(store: Store, request: AuthorizeRequest, person: Person, authTime: number): string {
  const code = opaque(64);
  store.codes.set(code, {
    appId: request.app.appId,
    personId: person.id,
    clientId: request.key.key,
    redirectUri: request.redirectUri,
    expiresAt: store.clock.now() + CODE_LIFE,
    authTime,
    withIdToken: wantsIdToken(request),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    ...(request.codeChallenge !== undefined && { codeChallenge: request.codeChallenge }),
  });
  return code;
}

export function finishWithCode(
  context: Context,
  request: AuthorizeRequest,
  person: Person,
  session?: Session,
): Promise<Answer> {
  const authTime = session?.authTime ?? context.store.clock.now();
  return finish(context, request, { code: issueCode(context.store, request, person, authTime) }, session);
}

/** `GET /apiweb/code.json`: what the JavaScript SDK polls while another window logs in. */
export function codeJson({ store, call }: Context): Answer {
  const result = store.results.take(resultKey(call.query.get('client_id') ?? '', call.query.get('auth_tran_id') ?? ''));
  return json(200, JSON.stringify(result?.body ?? { status: 'error', error_code: '300' }));
}
