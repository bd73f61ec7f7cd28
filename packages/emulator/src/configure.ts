import { SeedError } from './seed/read.js';
import { checkSeed } from './seed/schema.js';
import type { AppSeed, Seed } from './seed/types.js';
import type { App } from './store/entities.js';

/** What can be changed while the emulator runs, as in Kakao's console. The three lists of addresses are added to. */
export type AppChanges = Pick<
  AppSeed,
  'kakaoLogin' | 'openIdConnect' | 'autoLink' | 'sync' | 'blocked' | 'under14' | 'limits' | 'consentItems' | 'webhooks'
> &
  Pick<Seed, 'redirectUris' | 'logoutRedirectUris' | 'domains'>;

const addresses = ['redirectUris', 'logoutRedirectUris', 'domains'] as const;
const settings = new Set([
  'kakaoLogin',
  'openIdConnect',
  'autoLink',
  'sync',
  'blocked',
  'under14',
  'limits',
  'consentItems',
  'webhooks',
]);

/**
 * Changes an app. It holds from the next request on, and until `reset()`.
 *
 * @throws SeedError when a change makes no sense; the message names the place.
 */
export function configure(app: App, changes: AppChanges): void {
  const { redirectUris = [], logoutRedirectUris = [], domains = [], ...rest } = changes;
  for (const name of Object.keys(rest)) {
    if (!settings.has(name)) {
      throw new SeedError(`${name} cannot be changed; ${[...settings, ...addresses].join(', ')} can`);
    }
  }
  checkSeed({ redirectUris, logoutRedirectUris, domains, apps: [{ appId: app.appId, name: app.name, ...rest }] });
  const { consentItems, ...plain } = rest;
  Object.assign(app, plain);
  if (consentItems) app.consentItems = new Map(Object.entries(consentItems));
  app.logoutRedirectUris.push(...logoutRedirectUris);
  for (const key of app.keys) {
    if (key.kind !== 'native') key.redirectUris.push(...redirectUris);
    if (key.kind === 'javascript') key.domains.push(...domains);
  }
}
