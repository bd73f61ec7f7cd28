import type { Scope, ScopesResponse } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import { SERVICE_ITEMS } from '../guesses.js';
import { consentItemName } from '../pages/consent-items.js';
import type { App, Link } from '../store/entities.js';
import type { Handlers } from '../contract/handlers.js';
import { texts } from '../contract/incoming.js';
import { badParameter, kapiRefusal } from '../contract/kapi-refusals.js';

function displayName(id: string, context: Context): string {
  const english = (context.call.headers['accept-language'] ?? '').startsWith('en');
  return consentItemName(id, english ? 'en' : 'ko');
}

/** The items that the app uses, and those that the user agreed to earlier and the app no longer uses. */
export function itemsWithState(app: App, link: Link, context: Context): Scope[] {
  const ids = new Set([...app.consentItems.keys(), ...link.scopes.keys()]);
  return [...ids].map((id): Scope => {
    const agreed = link.scopes.has(id);
    return {
      id,
      display_name: displayName(id, context),
      type: SERVICE_ITEMS.includes(id) ? 'SERVICE' : 'PRIVACY',
      using: app.consentItems.has(id),
      agreed,
      ...(agreed && { revocable: app.consentItems.get(id) !== 'required' }),
    };
  });
}

export const scopes: Handlers<'scopes.list' | 'scopes.revoke'> = {
  'scopes.list': ({ scopes }, { app, link }, context): ScopesResponse => {
    const wanted = texts('scopes', scopes);
    const all = itemsWithState(app, link, context);
    return {
      id: link.personId,
      scopes: all.filter(({ id }) => wanted?.includes(id) ?? true),
    };
  },

  'scopes.revoke': ({ scopes }, { app, link }, context): ScopesResponse => {
    const wanted = texts('scopes', scopes);
    if (!wanted || wanted.length === 0) throw badParameter('scopes');
    const unknown = wanted.filter((id) => !app.consentItems.has(id) && !link.scopes.has(id));
    if (unknown.length > 0) {
      throw kapiRefusal(
        '-2',
        `There is no scopes to revoke. check out if given scope id([${unknown.join(', ')}]) is correct again.`,
      );
    }
    const fixed = wanted.filter((id) => app.consentItems.get(id) === 'required');
    if (fixed.length > 0) {
      throw kapiRefusal(
        '-3',
        `[${fixed.join(', ')}] is not revocable. check out if it's set as required on developers.kakao.com`,
      );
    }
    const withdrawn = wanted.filter((id) => link.scopes.delete(id));
    if (withdrawn.length > 0) {
      void context.webhooks.event(app, 'user-scope-withdraw', link.personId, { scope: withdrawn });
    }
    return { id: link.personId, scopes: itemsWithState(app, link, context) };
  },
};
