import { SHIPPING_API_TYPE, SHIPPING_NOT_CONFIGURED } from '../guesses.js';
import type { Refusal } from '../refusal.js';
import type { Address, App, Link, Person } from '../store/entities.js';
import type { Handlers } from '../contract/handlers.js';
import { wholeNumber } from '../contract/incoming.js';
import { badParameter, insufficientScopes, kapiRefusal, permissionDenied } from '../contract/kapi-refusals.js';

const ITEM = 'shipping_address';

const insufficient = (app: App, link: Link): Refusal =>
  insufficientScopes(
    SHIPPING_API_TYPE,
    [ITEM],
    [...link.scopes.keys()].filter((id) => app.consentItems.has(id)),
  );

const updatedAt = (address: Address): number => address.updated_at ?? 0;

/** The default address first, then by time of the last change. */
export function sorted(person: Person): Address[] {
  return person.addresses.toSorted(
    (one, other) => Number(other.is_default) - Number(one.is_default) || updatedAt(other) - updatedAt(one),
  );
}

/** Addresses changed before `from`. Every page starts with the default one. */
function page(person: Person, from: number, size: number): Address[] {
  const all = sorted(person);
  const head = all.filter(({ is_default }) => is_default);
  const rest = all.filter((address) => !address.is_default && (from === 0 || updatedAt(address) < from));
  return [...head, ...rest.slice(0, size - head.length)];
}

export const shipping: Handlers<'shipping.list'> = {
  'shipping.list': ({ address_id, from_updated_at, page_size }, { app, person, link }) => {
    if (app.missingPermissions.includes(ITEM)) throw permissionDenied();
    if (!app.consentItems.has(ITEM)) {
      throw kapiRefusal(SHIPPING_NOT_CONFIGURED);
    }
    const from = wholeNumber('from_updated_at', from_updated_at) ?? 0;
    const size = wholeNumber('page_size', page_size) ?? 10;
    if (size < 2) throw badParameter('page_size');
    if (address_id !== undefined && !/^\d{1,19}$/.test(address_id)) throw badParameter('address_id');
    if (!link.scopes.has(ITEM)) {
      if (app.consentItems.get(ITEM) === 'required') throw insufficient(app, link);
      return { user_id: person.id, shipping_addresses_needs_agreement: true };
    }
    return {
      user_id: person.id,
      shipping_addresses_needs_agreement: false,
      shipping_addresses:
        address_id === undefined ? page(person, from, size) : person.addresses.filter(({ id }) => id === address_id),
    };
  },
};
