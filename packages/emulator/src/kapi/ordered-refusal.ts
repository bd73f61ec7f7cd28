import { apiCodes } from '@kakao-login/client/contract';
import { endpoints } from '@kakao-login/client/contract/endpoints';

import type { Context } from '../context.js';
import {
  badParameter,
  insufficientScopes,
  isKapiCode,
  kapiRefusal,
  limitExceeded,
  unknownProperties,
  unknownToken,
} from '../contract/kapi-refusals.js';
import { SHIPPING_API_TYPE, UNKNOWN_ADMIN_KEY_TEXT } from '../guesses.js';
import { sentIn } from '../http/call.js';
import { Refusal } from '../refusal.js';
import { endpointOf } from '../request-log.js';
import type { App, Link } from '../store/entities.js';

const isAdmin = ({ call }: Context): boolean => /^KakaoAK /i.test(call.headers.authorization ?? '');

function findCaller(context: Context): { app?: App | undefined; link?: Link | undefined } {
  const { store, call } = context;
  const [, credentials = ''] = (call.headers.authorization ?? '').split(' ');
  const app = isAdmin(context) ? store.adminClient(credentials)?.app : undefined;
  if (app) return { app, link: store.link(app.appId, sentIn(call).get('target_id') ?? '') };
  const login = store.accessTokens.get(credentials)?.login;
  return login ? { app: store.app(login.appId), link: store.link(login.appId, login.personId) } : {};
}

function propertyNames({ call }: Context): string[] {
  try {
    return Object.keys((JSON.parse(call.form.get('properties') ?? '{}') as object | null) ?? {});
  } catch {
    return [];
  }
}

/** kapi's error with this code, as this path returns it for these credentials. */
export function kapiRefusalFor(context: Context, code: number, requiredScopes: readonly string[] | undefined): Refusal {
  const name = endpointOf(context.call.path);
  const [parameter] = Object.keys(name ? endpoints[name].parameters : {});
  if (code === -2 && parameter !== undefined) return badParameter(parameter);
  if (code === -10) return limitExceeded(name === 'user.ids' ? 429 : 400);
  if (code === -201) return unknownProperties(propertyNames(context), findCaller(context).app?.appId ?? '');
  if (code === -401) {
    return isAdmin(context) ? Refusal.unauthorized('KakaoAK', UNKNOWN_ADMIN_KEY_TEXT) : unknownToken();
  }
  if (code === -402) {
    const { app, link } = findCaller(context);
    const allowed = [...(link?.scopes.keys() ?? [])].filter((id) => app?.consentItems.has(id));
    return name === 'shipping.list'
      ? insufficientScopes(SHIPPING_API_TYPE, requiredScopes ?? ['shipping_address'], allowed)
      : insufficientScopes('PROFILE', requiredScopes ?? [], allowed);
  }
  const text = String(code);
  if (isKapiCode(text)) return kapiRefusal(text);
  const entry = apiCodes[text];
  return Refusal.kapi(entry?.kakaoStatus ?? 400, code, entry?.reason.en ?? '');
}
