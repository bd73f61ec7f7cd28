import { koeCodes } from '@kakao-login/client/contract';

import { sessionOf, takeTransaction } from '../accounts/browser.js';
import type { Context } from '../context.js';
import { INTERACTION_REQUIRED_TEXT, LOGIN_REQUIRED_TEXT, UNAUTHORIZED_CLIENT_TEXT } from '../guesses.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { Refusal } from '../refusal.js';
import { readAuthorizeRequest, splitList } from './authorize-request.js';
import { finish } from './finish.js';
import { isKauthCode, kauthRefusal } from './refusals.js';

/** `error_description` of the error redirects whose text is known or guessed. */
const redirectTexts: Record<string, string> = {
  access_denied: 'User denied access',
  consent_required: 'user consent required.',
  login_required: LOGIN_REQUIRED_TEXT,
  interaction_required: INTERACTION_REQUIRED_TEXT,
  unauthorized_client: UNAUTHORIZED_CLIENT_TEXT,
};

/** kauth's refusal with this code, in JSON. */
function jsonRefusal({ call }: Context, code: string): Refusal {
  if (isKauthCode(code)) return kauthRefusal(code, call.form);
  const { error = 'server_error', kakaoStatus = 400, reason } = koeCodes[code] ?? {};
  return Refusal.kauth(kakaoStatus, { error, error_description: reason?.en ?? '', error_code: code });
}

/** Paths that a browser opens: an error there is a page, or a redirect to the service. */
const isPage = (path: string): boolean => path.startsWith('/oauth/authorize') || path === '/oauth/logout';

/** The authorize query. The form of the consent page only contains its transaction. */
function authorizeQuery({ store, call }: Context): URLSearchParams {
  const open = store.transactions.get(given(call.form, 'transaction') ?? '');
  return open && 'request' in open ? new URLSearchParams(open.request.query) : call.query;
}

function pageRefusal(context: Context, code: string): Refusal {
  const { store } = context;
  const query = authorizeQuery(context);
  const clientId = query.get('client_id') ?? '';
  const { app } = store.client(clientId) ?? store.adminClient(clientId) ?? {};
  return Refusal.koe(code, app?.name, code === 'KOE205' ? { unconfigured: splitList(query.get('scope')) } : {});
}

function endLogin(context: Context, error: string): Promise<Answer> {
  const { store, call } = context;
  const request =
    call.method === 'POST'
      ? takeTransaction(context, 'consent', given(call.form, 'transaction')).request
      : readAuthorizeRequest(store, call.query);
  const outcome = { error, error_description: redirectTexts[error] ?? error };
  return finish(context, request, outcome, sessionOf(store, call)?.session);
}

/** kauth's response with this KOE code, or with this `error` of a redirect, for this caller. */
export async function refuseAtKauth(context: Context, code: string): Promise<Answer> {
  if (!isPage(context.call.path)) throw jsonRefusal(context, code);
  // According to the documentation, the only KOE code that redirects to the service.
  const error = code === 'KOE125' ? 'unauthorized_client' : code;
  if (Object.hasOwn(koeCodes, error)) throw pageRefusal(context, error);
  return endLogin(context, error);
}
