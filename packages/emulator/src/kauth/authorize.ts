import { savedAccounts, sessionOf } from '../accounts/browser.js';
import { accountLabel, langHeaders, pageOf } from '../accounts/page.js';
import { INTERACTION_REQUIRED_TEXT, LOGIN_REQUIRED_TEXT, PROMPT_NONE_WINS, TRANSACTION_LIFE } from '../guesses.js';
import { html, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import type { Call } from '../http/call.js';
import { isUnder14 } from '../kapi/account-fields.js';
import type { Context } from '../kapi/handlers.js';
import { consentPage, messagePage, paths } from '../pages/index.js';
import { opaque } from '../random.js';
import { Refusal } from '../refusal.js';
import type { Person, Session } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { Consent, ConsentAsk, Transaction } from '../store/transactions.js';
import { denied, errorUrl, list, readAuthorizeRequest } from './authorize-request.js';
import type { AuthorizeRequest } from './authorize-request.js';
import { issueCode } from './code.js';
import { agree, consentNeeded, consentToAll, lacksRequired } from './consent.js';
import { withQuery } from './redirect.js';

/** What identifies a request to authorize across the login page: all but what the way there and back adds. */
export function freshKey(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('lang');
  rest.delete('through_account');
  return rest.toString();
}

/** The authorize URL as Kakao hands it to its login page. */
export function continueUrl(call: Call, query: URLSearchParams): string {
  const onward = new URLSearchParams(query);
  onward.delete('lang');
  onward.set('through_account', 'true');
  return `${call.origin}${paths.consent}?${onward.toString()}`;
}

const toAccounts = (call: Call, path: string, fragment: string): Answer =>
  redirect(`${path}/?continue=${encodeURIComponent(continueUrl(call, call.query))}${fragment}`);

const underAge = (request: AuthorizeRequest): [AuthorizeRequest, string, string] => [
  request,
  'access_denied',
  'Not allowed under age 14',
];

/** Why this person cannot log in to this app whatever they agree to. */
function refusePerson(store: Store, request: AuthorizeRequest, person: Person, silent: boolean): void {
  const { app } = request;
  if (app.kind === 'test' && !app.members.has(person.id)) throw Refusal.koe('KOE005', app.name);
  if (person.restricted && silent) throw denied(request, 'interaction_required', INTERACTION_REQUIRED_TEXT);
  const linked = store.link(app.appId, person.id) !== undefined;
  if (!linked && app.under14 === 'deny' && isUnder14(person, store.clock.now())) {
    if (silent) throw denied(...underAge(request));
    throw Refusal.message('under_14', 400, { appName: app.name, nextHref: errorUrl(...underAge(request)) });
  }
}

const resultKey = (clientId: string, transId: string): string => `${clientId} ${transId}`;

/** The login is over: back to the service, and to whoever polls for it. */
function finish(
  { store, call }: Context,
  request: AuthorizeRequest,
  outcome: Record<string, string | undefined>,
  session?: Session,
): Answer {
  delete session?.freshFor;
  const answer = { ...outcome, state: request.state };
  if (request.transId !== undefined) {
    const known = Object.entries(answer).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const body = { status: outcome['code'] === undefined ? 'error' : 'ok', ...Object.fromEntries(known) };
    store.results.set(resultKey(request.key.key, request.transId), {
      body,
      expiresAt: store.clock.now() + TRANSACTION_LIFE,
    });
    // The page that opened the popup polls and navigates itself; a second redirect would spend the code.
    if (request.popup) return html(messagePage({ lang: pageOf(call).lang, kind: 'popup_done' }), 200);
  }
  return redirect(withQuery(request.redirectUri, answer), langHeaders(call));
}

function finishWithCode(context: Context, request: AuthorizeRequest, person: Person, session?: Session): Answer {
  const authTime = session?.authTime ?? context.store.clock.now();
  return finish(context, request, { code: issueCode(context.store, request, person, authTime) }, session);
}

/** Shows the consent page for a new transaction. */
function showConsent(
  { store, call }: Context,
  request: AuthorizeRequest,
  ask: ConsentAsk,
  person: Person,
  sessionId: string,
  again?: { ticked: string[] },
): Answer {
  const transaction = opaque(24);
  store.transactions.set(transaction, {
    kind: 'consent',
    sessionId,
    personId: person.id,
    request,
    ask,
    expiresAt: store.clock.now() + TRANSACTION_LIFE,
  });
  const query = new URLSearchParams(request.query);
  const { app } = request;
  const page = consentPage({
    lang: pageOf(call).lang,
    here: { method: 'get', action: paths.consent, fields: [...query] },
    transaction,
    kind: ask.kind,
    app: { name: app.name, ...(app.company !== undefined && { company: app.company }) },
    account: { label: accountLabel(person), nickname: person.nickname },
    ...(ask.kind === 'first' && {
      changeAccountHref: `${paths.login}?continue=${encodeURIComponent(continueUrl(call, query))}`,
    }),
    items: ask.items,
    ...(ask.terms.length > 0 && { terms: ask.terms }),
    ...(ask.channels.length > 0 && { channels: ask.channels }),
    ...(again && { ticked: again.ticked, missingRequired: true }),
  });
  return html(page, 200, langHeaders(call));
}

/** Who is at the browser: the account session, or the person an `agt` stands for. */
function whoIs(store: Store, call: Call, request: AuthorizeRequest): { person: Person; session?: Session } | undefined {
  const grant = request.agt === undefined ? undefined : store.grants.take(request.agt);
  const granted = grant?.appId === request.app.appId ? store.people.get(grant.personId) : undefined;
  return granted ? { person: granted } : sessionOf(store, call);
}

/** `GET /oauth/authorize`. */
export function authorize(context: Context): Answer {
  const { store, call } = context;
  const request = readAuthorizeRequest(store, call.query);
  const who = whoIs(store, call, request);
  const { prompts } = request;
  const silent = prompts.has('none') && (PROMPT_NONE_WINS || prompts.size === 1);
  if (silent && !who) throw denied(request, 'login_required', LOGIN_REQUIRED_TEXT);
  const fresh = who?.session?.freshFor !== undefined && who.session.freshFor === freshKey(call.query);
  if (!silent && !fresh) {
    if (prompts.has('create')) return toAccounts(call, paths.createAccount, '');
    if (prompts.has('select_account') && savedAccounts(store, call).length > 0) {
      return toAccounts(call, paths.chooser, '#simpleLogin');
    }
    if (prompts.has('login') || prompts.has('select_account')) return toAccounts(call, paths.login, '#login');
  }
  if (!who) return toAccounts(call, paths.login, '#login');
  const { person, session } = who;
  refusePerson(store, request, person, silent);
  const ask = consentNeeded(request, store.link(request.app.appId, person.id));
  if (!ask) return finishWithCode(context, request, person, session);
  if (silent) throw denied(request, 'consent_required', 'user consent required.');
  return showConsent(context, request, ask, person, session?.id ?? '');
}

/** Takes a transaction for the browser it was opened in; nobody gets it twice. */
export function takeTransaction<K extends Transaction['kind']>(
  { store, call }: Context,
  kind: K,
  id: string | undefined,
): Extract<Transaction, { kind: K }> {
  const transaction = store.transactions.take(id ?? '');
  const session = sessionOf(store, call)?.session;
  if (transaction?.kind !== kind || (transaction.sessionId !== '' && transaction.sessionId !== session?.id)) {
    throw Refusal.message('expired', 400);
  }
  return transaction as Extract<Transaction, { kind: K }>;
}

function answered(form: URLSearchParams, ask: ConsentAsk): Consent {
  if (form.get('agree_all') === 'on') return consentToAll(ask);
  const ticked = (name: string): string[] => form.getAll(name).flatMap(list);
  const [scopes, terms, channels] = [ticked('scope'), ticked('terms'), ticked('channel')];
  return { scopes, terms, channels };
}

/** Agreements become true, the webhook hears of them, and the code goes out. */
function accept(
  context: Context,
  request: AuthorizeRequest,
  person: Person,
  ask: ConsentAsk,
  consent: Consent,
): Answer {
  agree(context.store, request.app, person, ask, consent, context.notify);
  return finishWithCode(context, request, person, sessionOf(context.store, context.call)?.session);
}

/** `POST /oauth/authorize`: the form of the consent page. */
export function consentForm(context: Context): Answer {
  const { store, call } = context;
  const transaction = takeTransaction(context, 'consent', given(call.form, 'transaction'));
  const { request, ask } = transaction;
  const person = store.people.get(transaction.personId);
  if (!person) throw Refusal.message('expired', 400);
  if (call.form.get('action') === 'cancel') {
    const outcome = { error: 'access_denied', error_description: 'User denied access' };
    return finish(context, request, outcome, sessionOf(store, call)?.session);
  }
  const consent = answered(call.form, ask);
  if (lacksRequired(ask, consent)) {
    const ticked = [...consent.scopes, ...consent.terms, ...consent.channels];
    return showConsent(context, request, ask, person, transaction.sessionId, { ticked });
  }
  if (ask.kind === 'first' && isUnder14(person, store.clock.now())) {
    const id = opaque(24);
    store.transactions.set(id, {
      ...transaction,
      kind: 'guardian',
      consent,
      expiresAt: store.clock.now() + TRANSACTION_LIFE,
    });
    const nextHref = `${GUARDIAN_PATH}?transaction=${id}`;
    return html(
      messagePage({ lang: pageOf(call).lang, kind: 'guardian_consent', appName: request.app.name, nextHref }),
    );
  }
  return accept(context, request, person, ask, consent);
}

/** Ours: the guardian's consent, which at Kakao is a procedure of its own. */
export const GUARDIAN_PATH = '/oauth/authorize/guardian';

export function guardian(context: Context): Answer {
  const { store, call } = context;
  const { request, ask, consent, personId } = takeTransaction(context, 'guardian', given(call.query, 'transaction'));
  const person = store.people.get(personId);
  if (!person) throw Refusal.message('expired', 400);
  return accept(context, request, person, ask, consent);
}

/** `GET /apiweb/code.json`: what the JavaScript SDK polls while another window logs in. */
export function codeJson({ store, call }: Context): Record<string, string> {
  const result = store.results.take(resultKey(call.query.get('client_id') ?? '', call.query.get('auth_tran_id') ?? ''));
  return result?.body ?? { status: 'error', error_code: '300' };
}
