import { instead, quoted } from '../nearest.js';
import type { App, Link } from '../store/entities.js';
import type { AccountEvent, EventFields } from './events.js';

/** Which events have a field. All have `more`. */
const kindsWith: Readonly<Record<'reason' | 'scope', readonly AccountEvent[]>> = {
  reason: ['user-unlinked'],
  scope: ['user-scope-consent', 'user-scope-withdraw'],
};

function scopeByDefault(event: AccountEvent, app: App, link: Link | undefined): string[] {
  const items = [...app.consentItems.keys()];
  const agreed = link ? items.filter((id) => link.scopes.has(id)) : items;
  const some = agreed.length > 0 ? agreed : items;
  if (event === 'user-scope-consent') return some;
  const optional = some.filter((id) => app.consentItems.get(id) !== 'required');
  return optional.length > 0 ? optional : some;
}

function checkScope(scope: unknown, app: App): void {
  const items = [...app.consentItems.keys()];
  if (!Array.isArray(scope) || scope.length === 0) {
    throw new TypeError(`scope: a list of consent items of app ${app.appId} is expected, with at least one`);
  }
  const unknown: unknown = scope.find((id: unknown) => !items.includes(id as string));
  if (unknown !== undefined) {
    throw new TypeError(`scope: app ${app.appId} has no consent item ${quoted(unknown)}${instead(unknown, items)}`);
  }
}

/**
 * Checks the fields of an event.
 *
 * @throws {TypeError} when the event does not have this field or the value is invalid; the message names it.
 */
export function checkFields(event: AccountEvent, { reason, scope, more }: EventFields, app: App): void {
  for (const [field, value] of Object.entries({ reason, scope })) {
    const kinds = kindsWith[field as 'reason' | 'scope'];
    if (value !== undefined && !kinds.includes(event)) {
      throw new TypeError(`${field}: ${event} has none; it belongs to ${kinds.join(' and ')}`);
    }
  }
  if (scope !== undefined) checkScope(scope, app);
  const taken = ['subject', 'reason', 'scope'].find((name) => Object.hasOwn(more ?? {}, name));
  if (taken === undefined) return;
  const how = taken === 'subject' ? 'it is the user that the event is about' : `give it as ${taken}, beside more`;
  throw new TypeError(`more.${taken}: ${how}`);
}

/** The documented fields of an event of this kind, with defaults. */
export function withDefaults(
  event: AccountEvent,
  { reason = 'UNLINK_FROM_APPS', scope, more }: EventFields,
  app: App,
  link: Link | undefined,
): EventFields {
  return {
    ...(kindsWith.reason.includes(event) && { reason }),
    ...(kindsWith.scope.includes(event) && { scope: scope ?? scopeByDefault(event, app, link) }),
    ...(more && { more }),
  };
}
