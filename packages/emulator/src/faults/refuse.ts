import { apiCodes, kaeCodes, koeCodes } from '@kakao-login/client/contract';
import { endpoints } from '@kakao-login/client/contract/endpoints';

import { sessionOf, takeTransaction } from '../accounts/browser.js';
import {
  INTERACTION_REQUIRED_TEXT,
  LOGIN_REQUIRED_TEXT,
  SHIPPING_API_TYPE,
  UNAUTHORIZED_CLIENT_TEXT,
  UNKNOWN_ADMIN_KEY_TEXT,
} from '../guesses.js';
import type { Answer } from '../http/answer.js';
import { given, sentIn } from '../http/call.js';
import { refused } from '../server/refused.js';
import type { Context } from '../contract/handlers.js';
import {
  badParameter,
  insufficientScopes,
  isKapiCode,
  kapiRefusal,
  limitExceeded,
  unknownProperties,
  unknownToken,
} from '../contract/kapi-refusals.js';
import { splitList, readAuthorizeRequest } from '../kauth/authorize-request.js';
import { finish } from '../kauth/finish.js';
import { isKauthCode, kauthRefusal } from '../kauth/refusals.js';
import { Refusal } from '../refusal.js';
import { endpointOf } from '../request-log.js';
import type { App, Link } from '../store/entities.js';

/** `error_description` of the error redirects whose text is known or guessed. */
const redirectTexts: Record<string, string> = {
  access_denied: 'User denied access',
  consent_required: 'user consent required.',
  login_required: LOGIN_REQUIRED_TEXT,
  interaction_required: INTERACTION_REQUIRED_TEXT,
  unauthorized_client: UNAUTHORIZED_CLIENT_TEXT,
};

const isAdmin = ({ call }: Context): boolean => /^KakaoAK /i.test(call.headers.authorization ?? '');

/** Whose call it is, as far as the credentials say. */
function callerOf(context: Context): { app?: App | undefined; link?: Link | undefined } {
  const { store, call } = context;
  const [, credentials = ''] = (call.headers.authorization ?? '').split(' ');
  const app = isAdmin(context) ? store.adminClient(credentials)?.app : undefined;
  if (app) return { app, link: store.link(app.appId, sentIn(call).get('target_id') ?? '') };
  const login = store.accessTokens.get(credentials)?.login;
  return login ? { app: store.app(login.appId), link: store.link(login.appId, login.personId) } : {};
}

function propertiesOf({ call }: Context): string[] {
  try {
    return Object.keys((JSON.parse(call.form.get('properties') ?? '{}') as object | null) ?? {});
  } catch {
    return [];
  }
}

function ofKapi(context: Context, code: number, requiredScopes: readonly string[] | undefined): Refusal {
  const name = endpointOf(context.call.path);
  const [parameter] = Object.keys(name ? endpoints[name].parameters : {});
  if (code === -2 && parameter !== undefined) return badParameter(parameter);
  if (code === -10) return limitExceeded(name === 'user.ids' ? 429 : 400);
  if (code === -201) return unknownProperties(propertiesOf(context), callerOf(context).app?.appId ?? '');
  if (code === -401) {
    return isAdmin(context) ? Refusal.unauthorized('KakaoAK', UNKNOWN_ADMIN_KEY_TEXT) : unknownToken();
  }
  if (code === -402) {
    const { app, link } = callerOf(context);
    const allowed = [...(link?.scopes.keys() ?? [])].filter((id) => app?.consentItems.has(id));
    return name === 'shipping.list'
      ? insufficientScopes(SHIPPING_API_TYPE, requiredScopes ?? ['shipping_address'], allowed)
      : insufficientScopes('PROFILE', requiredScopes ?? [], allowed);
  }
  const text = String(code);
  if (isKapiCode(text)) return kapiRefusal(text);
  const entry = apiCodes[text];
  return Refusal.kapi(entry?.kakaoStatus ?? 400, code, entry?.cause.en ?? '');
}

function ofKauth({ call }: Context, code: string): Refusal {
  if (isKauthCode(code)) return kauthRefusal(code, call.form);
  const { error = 'server_error', kakaoStatus = 400, cause } = koeCodes[code] ?? {};
  return Refusal.kauth(kakaoStatus, { error, error_description: cause?.en ?? '', error_code: code });
}

/** The places of kauth that a browser opens: a refusal there is a page, or leads back to the service. */
const isPage = (path: string): boolean => path.startsWith('/oauth/authorize') || path === '/oauth/logout';

/** What authorize was asked. The form of the consent page only says which page it was. */
function queryOf({ store, call }: Context): URLSearchParams {
  const open = store.transactions.get(given(call.form, 'transaction') ?? '');
  return open && 'request' in open ? new URLSearchParams(open.request.query) : call.query;
}

function pageOf(context: Context, code: string): Refusal {
  const { store } = context;
  const query = queryOf(context);
  const clientId = query.get('client_id') ?? '';
  const { app } = store.client(clientId) ?? store.adminClient(clientId) ?? {};
  return Refusal.koe(code, app?.name, code === 'KOE205' ? { unconfigured: splitList(query.get('scope')) } : {});
}

/** The login ends with this error: for the service, and for whoever polls. */
function endWith(context: Context, error: string): Promise<Answer> {
  const { store, call } = context;
  const request =
    call.method === 'POST'
      ? takeTransaction(context, 'consent', given(call.form, 'transaction')).request
      : readAuthorizeRequest(store, call.query);
  const outcome = { error, error_description: redirectTexts[error] ?? error };
  return finish(context, request, outcome, sessionOf(store, call)?.session);
}

async function answerTo(context: Context, code: string | number, requiredScopes?: string[]): Promise<Answer> {
  if (typeof code === 'number') return refused(ofKapi(context, code, requiredScopes), context);
  if (Object.hasOwn(kaeCodes, code)) return (await import('../apps/address-pages.js')).refusePicker(context, code);
  if (code === 'KOE002') return refused('not-found', context);
  if (!isPage(context.call.path)) return refused(ofKauth(context, code), context);
  // Documented as the one KOE code that leads back to the service.
  const error = code === 'KOE125' ? 'unauthorized_client' : code;
  return Object.hasOwn(koeCodes, error) ? refused(pageOf(context, error), context) : endWith(context, error);
}

/** As Kakao refuses at this place, and as the emulator does when it is earned. */
export const playError = (context: Context, code: string | number, requiredScopes?: string[]): Promise<Answer> =>
  answerTo(context, code, requiredScopes).catch((error: unknown) => refused(error, context));
