import type { Clock } from '../store/clock.js';
import { Store } from '../store/store.js';
import { defaultSeed } from './default.js';
import { addSeededLinks } from './links.js';
import { readSeed } from './read.js';
import type { Seed } from './types.js';

/**
 * A store that holds the seed and nothing else.
 *
 * @throws {SeedError} when the seed is invalid; the message names the place.
 */
export function freshStore(seed: Seed, clock: Clock): Store {
  const { apps = defaultSeed.apps, people = defaultSeed.people, links = [] } = seed;
  const entities = readSeed({ ...seed, apps, people });
  const store = new Store(clock, entities.apps, entities.people);
  addSeededLinks(store, links);
  return store;
}
