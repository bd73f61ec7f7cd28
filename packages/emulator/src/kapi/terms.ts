import type { ServiceTerm } from '@kakao-login/client/contract';

import { instant } from '../store/clock.js';
import { NOT_SYNC_TEXT, NO_TERMS_TO_AGREE_TEXT, TERMS_NOT_REVOCABLE_TEXT } from '../guesses.js';
import type { App, Link } from '../store/entities.js';
import type { Handlers } from '../contract/handlers.js';
import { badParameter, kapiRefusal, permissionDenied } from '../contract/kapi-refusals.js';

/** Kakao Sync is for Biz apps. */
export function refuseWithoutSync({ sync, business, missingPermissions }: App): void {
  if (missingPermissions.includes('service_terms')) throw permissionDenied();
  if (!sync || !business) throw kapiRefusal('-3', NOT_SYNC_TEXT);
}

function termsWithState(app: App, link: Link): ServiceTerm[] {
  return app.terms.map(({ tag, required, revocable }) => {
    const agreement = link.terms.get(tag);
    return {
      tag,
      required,
      agreed: agreement !== undefined,
      revocable,
      ...(agreement && { agreed_at: instant(agreement.at), agreed_by: agreement.by }),
    };
  });
}

/** Tags that the app does not have. */
const unknownTags = (app: App, tags: readonly string[]): string[] =>
  tags.filter((tag) => !app.terms.some((term) => term.tag === tag));

export const terms: Handlers<'terms.list' | 'terms.revoke' | 'terms.agree'> = {
  'terms.list': ({ result = 'agreed_service_terms', tags }, { app, link }) => {
    refuseWithoutSync(app);
    if (result !== 'agreed_service_terms' && result !== 'app_service_terms') throw badParameter('result');
    const unknown = unknownTags(app, tags ?? []);
    if (unknown.length > 0) {
      throw kapiRefusal(
        '-2',
        `There is no tags to get service terms. check out to configured this tags([${unknown.join(', ')}]) in app(${app.name}).`,
      );
    }
    return {
      id: link.personId,
      service_terms: termsWithState(app, link).filter(
        ({ tag, agreed }) => (agreed || result === 'app_service_terms') && (tags?.includes(tag) ?? true),
      ),
    };
  },

  'terms.revoke': ({ tags }, { app, link }) => {
    refuseWithoutSync(app);
    if (!tags || tags.length === 0) throw badParameter('tags');
    const unknown = unknownTags(app, tags);
    if (unknown.length > 0) {
      throw kapiRefusal(
        '-2',
        `There is no tags to revoke. check out to configured this tags([${unknown.join(', ')}]) in app(${app.name}).`,
      );
    }
    const fixed = app.terms.filter(({ tag, revocable }) => tags.includes(tag) && !revocable);
    if (fixed.length > 0) throw kapiRefusal('-3', TERMS_NOT_REVOCABLE_TEXT(fixed.map(({ tag }) => tag)));
    const revoked = tags.filter((tag) => link.terms.delete(tag));
    return { id: link.personId, revoked_service_terms: revoked.map((tag) => ({ tag, agreed: false })) };
  },

  'terms.agree': ({ tags }, { app, link }, { store }) => {
    refuseWithoutSync(app);
    if (!tags || tags.length === 0) throw badParameter('tags');
    const unknown = unknownTags(app, tags);
    const known = tags.filter((tag) => !unknown.includes(tag));
    if (known.length === 0) throw kapiRefusal('-2', NO_TERMS_TO_AGREE_TEXT(unknown, app.name));
    const fresh = known.filter((tag) => !link.terms.has(tag));
    for (const tag of fresh) link.terms.set(tag, { at: store.clock.now(), by: 'KAPI' });
    const agreed = termsWithState(app, link).filter(({ tag }) => fresh.includes(tag));
    return {
      id: link.personId,
      agreed_service_terms: agreed.map(({ tag, agreed_at, agreed_by }) => ({
        tag,
        agreed: true,
        ...(agreed_at !== undefined && { agreed_at }),
        ...(agreed_by !== undefined && { agreed_by }),
      })),
    };
  },
};
