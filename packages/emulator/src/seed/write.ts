import type { App, ClientKey, Person } from '../store/entities.js';
import type { AppSeed, PersonSeed } from './types.js';

/** The seed an app could have been read from. */
export function appSeed(app: App): AppSeed {
  const of = (kind: ClientKey['kind']): ClientKey[] => app.keys.filter((key) => key.kind === kind);
  const { keys: _keys, primaryAdminKey: _primary, members, consentItems, propertyKeys, ...rest } = app;
  return {
    ...rest,
    restApiKeys: of('rest').map(({ kind: _kind, domains: _d, androidKeyHashes: _a, iosBundleIds: _i, ...key }) => key),
    javascriptKeys: of('javascript').map(({ kind: _kind, androidKeyHashes: _a, iosBundleIds: _i, ...key }) => key),
    nativeKeys: of('native').map(({ kind: _kind, domains: _d, ...key }) => key),
    members: [...members],
    consentItems: Object.fromEntries(consentItems),
    propertyKeys: [...propertyKeys],
  };
}

/** The seed a person could have been read from. No e-mail is `null`: left out, the login id would stand in for it. */
export const personSeed = (person: Person): PersonSeed => ({ ...person, email: person.email ?? null });
