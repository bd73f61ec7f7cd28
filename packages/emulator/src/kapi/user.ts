import type { UserMe } from '@kakao-login/client/contract';

import { IDS_ORDER, IDS_PER_MINUTE, MOST_IDS, TOO_MANY_IDS_TEXT } from '../guesses.js';
import type { App } from '../store/entities.js';
import { wholeUser } from './account-fields.js';
import type { Handlers } from '../contract/handlers.js';
import { textRecord, texts, wholeNumber } from '../contract/incoming.js';
import { select } from './property-keys.js';
import { badParameter, kapiRefusal, limitExceeded, unknownProperties } from '../contract/kapi-refusals.js';

/** Refuses keys that the app has not registered under [User Properties]. */
export function refuseUnknownProperties(app: App, properties: Record<string, string>): void {
  const unknown = Object.keys(properties).filter((key) => !app.propertyKeys.has(key));
  if (unknown.length === 0) return;
  throw unknownProperties(unknown, app.appId);
}

const byId = (one: string, other: string): number => (BigInt(one) < BigInt(other) ? -1 : 1);

export const user: Handlers<'user.me' | 'user.list' | 'user.ids' | 'user.updateProfile' | 'user.accessTokenInfo'> = {
  'user.me': ({ property_keys, secure_resource }, { app, person, link }, { store }) =>
    select(
      wholeUser(app, person, link, secure_resource === 'true', store.clock.now()),
      texts('property_keys', property_keys),
    ),

  'user.list': ({ target_id_type, target_ids, property_keys }, { app }, { store, call }) => {
    if (target_id_type !== 'user_id') throw badParameter('target_id_type');
    const keys = texts('property_keys', property_keys);
    const ids = targetIds(call.query.get('target_ids') ?? '');
    if (target_ids === undefined || ids === undefined) throw badParameter('target_ids');
    if (ids.length > (keys ? MOST_IDS.withKeys : MOST_IDS.without)) throw kapiRefusal('-2', TOO_MANY_IDS_TEXT);
    const users = ids.flatMap((id): UserMe[] => {
      const person = store.people.get(id);
      const link = store.link(app.appId, id);
      if (!person || !link) return [];
      return [select(wholeUser(app, person, link, false, store.clock.now()), keys ?? [])];
    });
    return users.sort((one, other) => byId(one.id, other.id));
  },

  'user.ids': ({ limit: limitText, from_id, order = IDS_ORDER }, { app }, { store, call }) => {
    if (app.limits && store.isAtLimit(`ids ${app.appId}`, IDS_PER_MINUTE)) {
      throw limitExceeded(429);
    }
    if (app.limits) store.count(`ids ${app.appId}`);
    const limit = wholeNumber('limit', limitText) ?? 100;
    if (limit < 1 || limit > 100) throw badParameter('limit');
    if (order !== 'asc' && order !== 'desc') throw badParameter('order');
    if (from_id !== undefined && !/^\d{1,19}$/.test(from_id)) throw badParameter('from_id');
    const all = [...store.links.values()].filter((link) => link.appId === app.appId).map((link) => link.personId);
    all.sort(order === 'asc' ? byId : (one, other) => byId(other, one));
    const from =
      from_id === undefined
        ? 0
        : all.findIndex((id) => (order === 'asc' ? BigInt(id) >= BigInt(from_id) : BigInt(id) <= BigInt(from_id)));
    const start = from === -1 ? all.length : from;
    const key = app.keys.find(({ kind }) => kind === 'rest')?.key ?? '';
    const page = (id: string): string =>
      `${call.origin}/v1/user/ids?limit=${limit}&order=${order}&from_id=${id}&app_key=${key}`;
    const before = all[Math.max(0, start - limit)];
    const after = all[start + limit];
    return {
      elements: all.slice(start, start + limit),
      before_url: start > 0 && before !== undefined ? page(before) : null,
      after_url: after === undefined ? null : page(after),
      total_count: all.length,
    };
  },

  'user.updateProfile': ({ properties }, { app, link }) => {
    const changes = textRecord('properties', properties);
    if (!changes) throw badParameter('properties');
    refuseUnknownProperties(app, changes);
    for (const [key, value] of Object.entries(changes)) link.properties.set(key, value);
    return { id: link.personId };
  },

  'user.accessTokenInfo': (_incoming, { app, link, token }, { store }) => {
    const left = token.expiresAt - store.clock.now();
    const deprecated = { expiresInMillis: left, appId: app.appId };
    return { id: link.personId, expires_in: Math.floor(left / 1000), app_id: app.appId, ...deprecated };
  },
};

/** Reads the raw text, because `JSON.parse` rounds ids above 2^53. */
function targetIds(json: string): string[] | undefined {
  if (!/^\s*\[\s*(?:"?\d{1,19}"?\s*(?:,\s*"?\d{1,19}"?\s*)*)?\]\s*$/.test(json)) return undefined;
  return json.match(/\d+/g) ?? [];
}
