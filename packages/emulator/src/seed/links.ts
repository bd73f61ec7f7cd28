import { instead, nearest, shown } from '../nearest.js';
import type { Link } from '../store/entities.js';
import { profileNow } from '../store/pictures.js';
import type { Store } from '../store/store.js';
import { unknownAmong } from './check.js';
import { SeedError } from './read.js';
import type { LinkSeed } from './types.js';

/** Adds the links of the seed. */
export function addSeededLinks(store: Store, links: readonly LinkSeed[]): void {
  for (const [index, seed] of links.entries()) {
    const where = `links[${index}]`;
    const app = store.app(String(seed.appId));
    const person = store.people.get(String(seed.personId));
    if (!app) {
      const known = store.apps.map(({ appId }) => appId);
      throw new SeedError(`${where}.appId: there is no such app${instead(String(seed.appId), known)}`);
    }
    if (!person) {
      const meant = nearest(String(seed.personId), [...store.people.keys()]);
      throw new SeedError(`${where}.personId: there is no such person${meant ? `; did you mean ${meant}?` : ''}`);
    }
    const at = seed.connectedAt === undefined ? store.clock.now() : Date.parse(seed.connectedAt);
    if (store.link(app.appId, person.id)) throw new SeedError(`${where}: this link is there twice`);
    const tags = app.terms.map(({ tag }) => tag);
    // An item that the app no longer uses stays agreed to.
    const { terms = tags, scopes = [...app.consentItems.keys()], properties = {} } = seed;
    const noTerm = unknownAmong(terms, tags, 'term');
    if (noTerm !== undefined) throw new SeedError(`${where}.terms${noTerm}`);
    const strange = Object.keys(properties).find((key) => !app.propertyKeys.has(key));
    if (strange !== undefined) {
      const meant = instead(strange, [...app.propertyKeys]);
      throw new SeedError(`${where}.properties.${shown(strange)}: the app has no such property key${meant}`);
    }
    const link: Link = {
      appId: app.appId,
      personId: person.id,
      connectedAt: at,
      ...(app.sync && { synchedAt: at }),
      registered: seed.registered ?? true,
      profile: profileNow(person),
      scopes: new Map(scopes.map((id) => [id, at])),
      terms: new Map(terms.map((tag) => [tag, { at, by: 'KAUTH' }])),
      channels: new Set(),
      properties: new Map(Object.entries(properties)),
    };
    store.addLink(link);
  }
}
