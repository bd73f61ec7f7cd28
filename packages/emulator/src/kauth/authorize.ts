import { savedAccounts } from '../accounts/browser.js';
import type { Context } from '../context.js';
import { INTERACTION_REQUIRED_TEXT, LOGIN_REQUIRED_TEXT, NO_POPUPS_IN } from '../guesses.js';
import { redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { lazy } from '../lazy.js';
import { paths } from '../pages/models.js';
import { Refusal } from '../refusal.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { denied, readAuthorizeRequest, refuseBlocked, refuseMalformed } from './authorize-request.js';
import { openStep, showStep } from './account-steps.js';
import { agree, consentNeeded, consentToAll } from './consent.js';
import { continueUrl } from './authorize-urls.js';
import { finish, finishWithCode } from './finish.js';
import { isFresh, refuseLogin, stopRestricted, whoIs } from './who-is.js';

const consentPages = lazy(() => import('./consent-page.js'));

const toAccounts = (call: Call, path: string, fragment: string): Answer =>
  redirect(`${path}/?continue=${encodeURIComponent(continueUrl(call, call.query))}${fragment}`);

/** Kakao Talk's browser ignores `prompt=login`. */
const mayAskAgain = ({ headers }: Call): boolean => !/KAKAOTALK/i.test(headers['user-agent'] ?? '');

/** Adds a button to the KOE006 page that registers the redirect URI. */
async function read(context: Context): Promise<AuthorizeRequest> {
  try {
    return readAuthorizeRequest(context.store, context.call.query);
  } catch (error) {
    if (!(error instanceof Refusal) || error.answer.as !== 'koe' || error.answer.page.code !== 'KOE006') throw error;
    const { registration } = await import('./register-uri.js');
    throw new Refusal({ as: 'koe', page: { ...error.answer.page, register: registration(context) } });
  }
}

/** `GET /oauth/authorize`. */
export async function authorize(context: Context): Promise<Answer> {
  refuseMalformed(context.call);
  const request = await read(context);
  if (request.popup && NO_POPUPS_IN.test(context.call.headers['user-agent'] ?? '')) {
    throw Refusal.koe('KOE023', request.app.name);
  }
  try {
    return await answer(context, request);
  } catch (error) {
    const failed = error instanceof Refusal && error.answer.as === 'redirect' ? error.answer.to : undefined;
    if (failed === undefined) throw error;
    context.store.grants.delete(request.agt ?? '');
    if (request.transId === undefined) throw error;
    // A polling page gets the error too. The redirect URI of a popup does not need to be a URL.
    const query = new URLSearchParams(failed.slice(failed.indexOf('?')));
    const outcome = { error: query.get('error') ?? '', error_description: query.get('error_description') ?? '' };
    return finish(context, request, outcome);
  }
}

async function answer(context: Context, request: AuthorizeRequest): Promise<Answer> {
  refuseBlocked(request);
  const { store, call } = context;
  const who = whoIs(store, call, request);
  const { prompts } = request;
  const silent = prompts.has('none');
  if (silent && !who) throw denied(request, 'login_required', LOGIN_REQUIRED_TEXT);
  if (!silent && !isFresh(who?.session, request)) {
    if (prompts.has('create')) return toAccounts(call, paths.createAccount, '');
    if (prompts.has('select_account') && savedAccounts(store, call).length > 0) {
      return toAccounts(call, paths.chooser, '#simpleLogin');
    }
    if ((prompts.has('login') && mayAskAgain(call)) || prompts.has('select_account'))
      return toAccounts(call, paths.login, '#login');
  }
  if (!who) return toAccounts(call, paths.login, '#login');
  const { person, session } = who;
  refuseLogin(store, request, person, silent);
  stopRestricted(request, person, silent);
  const ask = consentNeeded(request, person, store.link(request.app.appId, person.id));
  const step = openStep(request.app, person, silent ? undefined : ask);
  if (step && silent) throw denied(request, 'interaction_required', INTERACTION_REQUIRED_TEXT);
  if (step) return showStep(context, request, step);
  if (!ask) return finishWithCode(context, request, person, session);
  if (silent) throw denied(request, 'consent_required', 'user consent required.');
  if (request.app.inHouse) {
    agree(context, request.app, person, ask, consentToAll(ask));
    return finishWithCode(context, request, person, session);
  }
  const { showConsent } = await consentPages();
  return showConsent(context, request, ask, person, session?.id ?? '');
}
