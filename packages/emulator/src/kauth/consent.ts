import type { Context } from '../context.js';
import { BUSINESS_ONLY } from '../guesses.js';
import { isUnder14 } from '../store/person.js';
import { profileNow } from '../store/pictures.js';
import type { App, Link, Person } from '../store/entities.js';
import type { AuthorizeRequest, Consent, ConsentAsk } from '../store/transactions.js';

/** Whether the page offers an item. It leaves out items that the app would be refused if it requested them. */
const mayOffer = ({ business, missingPermissions }: App, what: string): boolean =>
  !missingPermissions.includes(what) && (business || !BUSINESS_ONLY.includes(what));

function offeredItems(app: App, wanted: (item: string) => boolean): ConsentAsk['items'] {
  const items = [...app.consentItems]
    .filter(([id]) => mayOffer(app, id))
    .filter(([id]) => wanted(id))
    .map(([id, stage]) => ({ id, required: stage === 'required' }));
  return items.sort((one, other) => Number(other.required) - Number(one.required));
}

function offeredTerms(app: App, tags: readonly string[] | undefined): ConsentAsk['terms'] {
  const terms =
    app.sync && mayOffer(app, 'service_terms') ? app.terms.filter(({ tag }) => tags?.includes(tag) ?? true) : [];
  return terms
    .map(({ tag, title, required, url }) => ({ tag, title, required, ...(url !== undefined && { url }) }))
    .sort((one, other) => Number(other.required) - Number(one.required));
}

/** The requested channels, or the channel of a Kakao Sync app. */
function offeredChannels({ app, channels }: AuthorizeRequest, person: Person): ConsentAsk['channels'] {
  if (!person.kakaoTalk) return [];
  if (channels.length > 0) return app.channels.filter(({ id }) => channels.includes(id));
  return app.sync && mayOffer(app, 'channel_public_id') ? app.channels.slice(0, 1) : [];
}

/** The consent that the login needs first; `undefined` when it needs none. */
export function consentNeeded(
  request: AuthorizeRequest,
  person: Person,
  link: Link | undefined,
): ConsentAsk | undefined {
  const { app, scopes = [], serviceTerms } = request;
  if (!link) {
    const channels = offeredChannels(request, person);
    return { kind: 'first', items: offeredItems(app, () => true), terms: offeredTerms(app, serviceTerms), channels };
  }
  const missing = scopes.filter((item) => item !== 'openid' && !link.scopes.has(item));
  const named = serviceTerms ? offeredTerms(app, serviceTerms) : [];
  // Kakao shows no page if none of the named terms is required.
  const open = named.some(({ required }) => required) && named.some(({ tag }) => !link.terms.has(tag));
  if (missing.length === 0 && !open) return undefined;
  return {
    kind: missing.length > 0 ? 'additional' : 'terms',
    items: missing.map((id) => ({ id, required: app.consentItems.get(id) === 'required' })),
    terms: open ? named : [],
    channels: [],
  };
}

export function lacksRequired(ask: ConsentAsk, consent: Consent): boolean {
  return (
    ask.items.some(({ id, required }) => required && !consent.scopes.includes(id)) ||
    ask.terms.some(({ tag, required }) => required && !consent.terms.includes(tag))
  );
}

export function consentToAll(ask: ConsentAsk): Consent {
  return {
    scopes: ask.items.map(({ id }) => id),
    terms: ask.terms.map(({ tag }) => tag),
    channels: ask.channels.map(({ id }) => id),
  };
}

/**
 * Saves the consent: links the user, or adds to the link, which another tab may have created in the meantime. Sends
 * webhooks for what is new.
 */
export function agree(
  { store, webhooks }: Pick<Context, 'store' | 'webhooks'>,
  app: App,
  person: Person,
  ask: ConsentAsk,
  consent: Consent,
): Link {
  const now = store.clock.now();
  const known = store.link(app.appId, person.id);
  const link: Link = known ?? {
    appId: app.appId,
    personId: person.id,
    connectedAt: now,
    ...(app.sync && { synchedAt: now }),
    registered: app.autoLink,
    profile: profileNow(person),
    scopes: new Map(),
    terms: new Map(),
    channels: new Set(),
    properties: new Map(),
  };
  const scope = ask.items.map(({ id }) => id).filter((id) => consent.scopes.includes(id) && !link.scopes.has(id));
  for (const id of scope) link.scopes.set(id, now);
  for (const { tag } of ask.terms) {
    if (consent.terms.includes(tag) && !link.terms.has(tag)) link.terms.set(tag, { at: now, by: 'KAUTH' });
  }
  // Users under 14 or without a verified e-mail address are never added to the channel.
  if (person.emailVerified && !isUnder14(person, now)) {
    for (const { id } of ask.channels) if (consent.channels.includes(id)) link.channels.add(id);
  }
  store.addLink(link);
  if (!known && app.autoLink) void webhooks.event(app, 'user-linked', person.id);
  if (scope.length > 0) void webhooks.event(app, 'user-scope-consent', person.id, { scope });
  return link;
}
