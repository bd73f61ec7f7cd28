import type { App, Person } from './entities.js';

/** An app for tests, with short names for its first key of each kind. */
export interface EmulatedApp {
  appId: string;
  name: string;
  /** The first REST API key. */
  restApiKey: string;
  /** Its client secret; '' when it has none. */
  clientSecret: string;
  /** '' when the app has none. */
  javascriptKey: string;
  /** '' when the app has none. */
  nativeKey: string;
  /** The primary admin key; '' when the app has none. */
  adminKey: string;
  redirectUris: readonly string[];
  logoutRedirectUris: readonly string[];
  restApiKeys: readonly { key: string; clientSecret?: string; redirectUris: readonly string[] }[];
  javascriptKeys: readonly { key: string; domains: readonly string[]; redirectUris: readonly string[] }[];
  nativeKeys: readonly { key: string; redirectUris: readonly string[] }[];
  adminKeys: readonly { key: string }[];
  openIdConnect: boolean;
  autoLink: boolean;
  sync: boolean;
}

export function emulatedApp(app: App): EmulatedApp {
  const of = (kind: 'rest' | 'javascript' | 'native'): App['keys'] => app.keys.filter((key) => key.kind === kind);
  const [rest] = of('rest');
  return {
    appId: app.appId,
    name: app.name,
    restApiKey: rest?.key ?? '',
    clientSecret: rest?.clientSecret ?? '',
    javascriptKey: of('javascript')[0]?.key ?? '',
    nativeKey: of('native')[0]?.key ?? '',
    adminKey: app.primaryAdminKey ?? '',
    redirectUris: rest?.redirectUris ?? [],
    logoutRedirectUris: app.logoutRedirectUris,
    restApiKeys: of('rest').map(({ key, clientSecret, redirectUris }) => ({
      key,
      ...(clientSecret !== undefined && { clientSecret }),
      redirectUris,
    })),
    javascriptKeys: of('javascript').map(({ key, domains, redirectUris }) => ({ key, domains, redirectUris })),
    nativeKeys: of('native').map(({ key, redirectUris }) => ({ key, redirectUris })),
    adminKeys: app.adminKeys.map(({ key }) => ({ key })),
    openIdConnect: app.openIdConnect,
    autoLink: app.autoLink,
    sync: app.sync,
  };
}

/** A user for tests. */
export type EmulatedPerson = Readonly<Person>;
