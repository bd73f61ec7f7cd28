import { profileNow } from '../store/pictures.js';
import type { Link } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { SeedError, idOf, listOf } from './read.js';
import type { LinkSeed } from './types.js';

/** Adds the links that are there from the start. */
export function addSeededLinks(store: Store, links: readonly LinkSeed[]): void {
  for (const [index, seed] of listOf(links, 'links').entries()) {
    const where = `links[${index}]`;
    const app = store.app(idOf(seed.appId, `${where}.appId`));
    const person = store.people.get(idOf(seed.personId, `${where}.personId`));
    if (!app) throw new SeedError(`${where}.appId: there is no such app`);
    if (!person) throw new SeedError(`${where}.personId: there is no such person`);
    const at = seed.connectedAt === undefined ? store.clock.now() : Date.parse(seed.connectedAt);
    if (Number.isNaN(at)) throw new SeedError(`${where}.connectedAt: RFC 3339 is expected`);
    if (store.link(app.appId, person.id)) throw new SeedError(`${where}: this link is there twice`);
    const tags = app.terms.map(({ tag }) => tag);
    const terms = seed.terms === undefined ? tags : listOf(seed.terms, `${where}.terms`);
    const scopes = seed.scopes === undefined ? [...app.consentItems.keys()] : listOf(seed.scopes, `${where}.scopes`);
    const { properties = {} } = seed;
    const unknown = terms.findIndex((tag) => !tags.includes(tag));
    if (unknown >= 0) throw new SeedError(`${where}.terms[${unknown}]: the app has no such term`);
    const strange = Object.keys(properties).find((key) => !app.propertyKeys.has(key));
    if (strange !== undefined) {
      throw new SeedError(`${where}.properties.${strange}: the app has no such property key`);
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
