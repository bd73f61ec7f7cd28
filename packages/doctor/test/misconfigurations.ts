import { fileURLToPath } from 'node:url';
import { defaultSeed } from '@kakao-login/emulator';
import type { AppChanges, AppSeed, Fault } from '@kakao-login/emulator';
import type { DoctorOptions } from '@kakao-login/doctor';

const [moonlight] = defaultSeed.apps;
const [restKey = { key: '' }] = moonlight.restApiKeys ?? [];
const [javascriptKey = { key: '' }] = moonlight.javascriptKeys ?? [];
const [nativeKey = { key: '' }] = moonlight.nativeKeys ?? [];
const [adminKey = { key: '' }] = moonlight.adminKeys ?? [];

/** Keys of other apps, each for one row. The same key in two rows would be another misconfiguration. */
const foreign = (kind: 'a' | 'b' | 'c' | 'd', row: number): string => `${kind}${row}`.padEnd(32, 'e0');
const rows = [1, 2, 3, 4];
export const apps: readonly AppSeed[] = [
  ...defaultSeed.apps,
  {
    appId: '200001',
    name: 'another service',
    restApiKeys: rows.map((row) => ({ key: foreign('a', row) })),
    javascriptKeys: rows.map((row) => ({ key: foreign('b', row) })),
    adminKeys: rows.map((row) => ({ key: foreign('c', row) })),
    nativeKeys: rows.map((row) => ({ key: foreign('d', row) })),
  },
];
/** A key of each kind. None of them is in another variable. */
export const keysByKind = {
  'REST API key': foreign('a', 4),
  'JavaScript key': foreign('b', 4),
  'native app key': foreign('d', 4),
  'admin key': foreign('c', 4),
} as const;
const nowhere = (row: number): string => `f${row}`.padEnd(32, '0f');

/** A service that is set up correctly, with the first app of the emulator. */
export const soundVariables: Readonly<Record<string, string>> = {
  KAKAO_CLIENT_ID: restKey.key,
  KAKAO_CLIENT_SECRET: restKey.clientSecret ?? '',
  KAKAO_JAVASCRIPT_KEY: javascriptKey.key,
  KAKAO_NATIVE_APP_KEY: nativeKey.key,
  KAKAO_ADMIN_KEY: adminKey.key,
  KAKAO_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback',
  KAKAO_LOGOUT_REDIRECT_URI: 'http://localhost:3000/',
  KAKAO_SCOPE: 'account_email,gender',
  PUBLIC_URL: 'http://localhost:3000',
};

/** One mistake in the settings of the service or in Kakao's console. */
export interface Misconfiguration {
  name: string;
  /** `undefined` removes a variable. */
  variables?: Readonly<Record<string, string | undefined>>;
  /** Changes in Kakao's console, which the emulator applies to the app. */
  console?: AppChanges;
  /** Responses of a server between the service and Kakao. */
  faults?: readonly Fault[];
  options?: Partial<DoctorOptions> | ((hosts: string) => Partial<DoctorOptions>);
  /** Whether the file of `options.module` replaces the variables. */
  readsModule?: boolean;
  /**
   * What the doctor reports with `probe` for each subject, such as `FAIL KOE006`. An empty list: it hides other
   * problems of this subject.
   */
  finds: Readonly<Partial<Record<Subject, readonly string[]>>>;
  /** Further problems that it can reveal together with another misconfiguration. */
  canFind?: readonly string[];
  /** The step of a login that fails. */
  step?: Step;
}

/** The subjects of the checks that send no requests. */
export const offline = ['surroundings', 'keys', 'address', 'cookie'] as const;
/** The subjects of the checks that use Kakao's responses. */
export const online = ['login', 'logout', 'javascript', 'native', 'admin', 'clock'] as const;
export type Subject = (typeof offline)[number] | (typeof online)[number];

/**
 * In order. Each step hides the later ones, except that `ip` and `secret`, at the token endpoint, hide only each other.
 */
export const steps = ['unset', 'answer', 'key', 'ip', 'secret', 'login', 'redirect_uri', 'blocked', 'scope'] as const;
export type Step = (typeof steps)[number];

/** Hides everything that depends on Kakao's responses. */
const unanswered = { login: [], logout: [], javascript: [], native: [], admin: [], clock: [] };

const settings = (file: string): string => fileURLToPath(new URL(`settings/${file}`, import.meta.url));
/** Reads the variables, and has the JavaScript and native app keys as `audiences`. One of its options is wrong. */
export const moduleFile = settings('store-cannot-keep.ts');

export const misconfigurations: readonly Misconfiguration[] = [
  // The settings of the service.
  {
    name: 'no REST API key',
    variables: { KAKAO_CLIENT_ID: undefined },
    finds: { keys: ['FAIL client_id_missing'], login: [], logout: [] },
    step: 'unset',
  },
  {
    name: 'a placeholder as the REST API key',
    variables: { KAKAO_CLIENT_ID: 'your-rest-api-key' },
    finds: { keys: ['FAIL placeholder'], login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'the app ID as the REST API key',
    variables: { KAKAO_CLIENT_ID: '100001' },
    finds: { keys: ['FAIL app_id_as_key'], login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'the REST API key in upper case',
    variables: { KAKAO_CLIENT_ID: restKey.key.toUpperCase() },
    finds: { keys: ['WARN key_format'], login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'half of the REST API key',
    variables: { KAKAO_CLIENT_ID: restKey.key.slice(0, 20) },
    finds: { keys: ['WARN key_format'], login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'the client secret and the REST API key swapped',
    variables: { KAKAO_CLIENT_ID: restKey.clientSecret, KAKAO_CLIENT_SECRET: restKey.key },
    finds: { keys: ['WARN secret_as_key', 'FAIL key_as_secret'], login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'the JavaScript key as the REST API key',
    variables: { KAKAO_CLIENT_ID: foreign('b', 1) },
    finds: { login: ['FAIL wrong_key_kind'], logout: [] },
    step: 'key',
  },
  {
    name: 'the native app key as the REST API key, and twice',
    variables: { KAKAO_CLIENT_ID: nativeKey.key, KAKAO_NATIVE_APP_KEY: nativeKey.key },
    finds: { keys: ['FAIL same_value'], login: ['FAIL wrong_key_kind'], logout: [] },
    step: 'key',
  },
  {
    name: 'the admin key as the REST API key',
    variables: { KAKAO_CLIENT_ID: foreign('c', 1) },
    finds: { login: ['FAIL wrong_key_kind'], logout: [] },
    step: 'key',
  },
  {
    name: 'a REST API key that does not exist',
    variables: { KAKAO_CLIENT_ID: nowhere(1) },
    finds: { login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'no client secret',
    variables: { KAKAO_CLIENT_SECRET: undefined },
    finds: { keys: ['WARN client_secret_missing'], cookie: ['WARN cookie_secret'], login: ['FAIL KOE010'] },
    step: 'secret',
  },
  {
    name: 'another client secret',
    variables: { KAKAO_CLIENT_SECRET: 'AnotherClientSecretOfThisLength1' },
    finds: { login: ['FAIL KOE010'] },
    step: 'secret',
  },
  {
    name: 'a short client secret',
    variables: { KAKAO_CLIENT_SECRET: 'kakao-secret' },
    finds: { keys: ['WARN secret_format'], cookie: ['WARN cookie_secret'], login: ['FAIL KOE010'] },
    step: 'secret',
  },
  {
    name: 'a client secret in quotes',
    variables: { KAKAO_CLIENT_SECRET: `"${restKey.clientSecret}"` },
    finds: { keys: ['FAIL quotes_or_spaces'], login: ['FAIL KOE010'] },
    step: 'secret',
  },
  {
    name: 'the REST API key as the JavaScript key',
    variables: { KAKAO_CLIENT_ID: restKey.key, KAKAO_JAVASCRIPT_KEY: restKey.key },
    finds: { keys: ['FAIL same_value'], javascript: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the admin key as the JavaScript key',
    variables: { KAKAO_JAVASCRIPT_KEY: foreign('c', 2) },
    finds: { javascript: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'a JavaScript key that does not exist',
    variables: { KAKAO_JAVASCRIPT_KEY: nowhere(2) },
    finds: { javascript: ['FAIL KOE101'] },
  },
  {
    name: 'the native app key as the JavaScript key',
    variables: { KAKAO_JAVASCRIPT_KEY: foreign('d', 1) },
    finds: { javascript: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the JavaScript key as the native app key',
    variables: { KAKAO_NATIVE_APP_KEY: foreign('b', 3) },
    finds: { native: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the JavaScript key and the native app key swapped',
    variables: { KAKAO_JAVASCRIPT_KEY: nativeKey.key, KAKAO_NATIVE_APP_KEY: javascriptKey.key },
    finds: { javascript: ['FAIL wrong_key_kind'], native: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the admin key as the native app key',
    variables: { KAKAO_NATIVE_APP_KEY: foreign('c', 3) },
    finds: { native: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'a native app key that does not exist',
    variables: { KAKAO_NATIVE_APP_KEY: nowhere(4) },
    finds: { native: ['FAIL KOE101'] },
  },
  {
    name: 'the REST API key as the native app key',
    variables: { KAKAO_NATIVE_APP_KEY: foreign('a', 1) },
    finds: { native: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the REST API key as the admin key',
    variables: { KAKAO_ADMIN_KEY: foreign('a', 2) },
    finds: { admin: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the JavaScript key as the admin key',
    variables: { KAKAO_ADMIN_KEY: foreign('b', 2) },
    finds: { admin: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'the native app key as the admin key',
    variables: { KAKAO_ADMIN_KEY: foreign('d', 2) },
    finds: { admin: ['FAIL wrong_key_kind'] },
  },
  {
    name: 'an admin key that does not exist',
    variables: { KAKAO_ADMIN_KEY: nowhere(3) },
    finds: { admin: ['FAIL -401'] },
  },
  {
    name: 'an admin key with its scheme',
    variables: { KAKAO_ADMIN_KEY: `KakaoAK ${adminKey.key}` },
    finds: { keys: ['FAIL scheme_in_key'], admin: [] },
  },
  {
    name: 'an admin key that is sent to browsers',
    variables: { KAKAO_ADMIN_KEY: undefined, NEXT_PUBLIC_KAKAO_ADMIN_KEY: adminKey.key },
    finds: { keys: ['FAIL secret_published'] },
  },
  {
    name: 'two different variables for the REST API key',
    variables: { KAKAO_CLIENT_ID: restKey.key, KAKAO_REST_API_KEY: foreign('a', 3) },
    finds: { keys: ['WARN set_twice'] },
  },
  {
    name: 'a second app with the key of the first',
    variables: {
      KAKAO_CLIENT_ID: restKey.key,
      KAKAO_CLIENT_SECRET: restKey.clientSecret,
      KAKAO_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback',
      PUBLIC_URL: 'http://localhost:3000',
      KAKAO_WHOLESALE_CLIENT_ID: restKey.key,
      KAKAO_WHOLESALE_CLIENT_SECRET: restKey.clientSecret,
      KAKAO_WHOLESALE_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback',
    },
    finds: { keys: ['WARN same_app'] },
  },
  {
    name: 'no redirect URI',
    variables: { KAKAO_REDIRECT_URI: undefined },
    finds: { address: ['FAIL redirect_uri_missing'], javascript: [], login: [], cookie: [] },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI without http://',
    variables: { KAKAO_REDIRECT_URI: 'localhost:3000/auth/kakao/callback' },
    finds: { address: ['FAIL option_malformed'], login: ['FAIL KOE006'], javascript: [], cookie: [] },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI with a fragment',
    variables: { KAKAO_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback#done' },
    finds: {
      address: ['FAIL option_malformed'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI with a password',
    variables: { KAKAO_REDIRECT_URI: 'http://shop:hunter2hunter2@localhost:3000/auth/kakao/callback' },
    finds: {
      address: ['FAIL redirect_uri_password'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI on the address that servers listen on',
    variables: { KAKAO_REDIRECT_URI: 'http://0.0.0.0:3000/auth/kakao/callback' },
    finds: {
      address: ['FAIL redirect_uri_unspecified', 'WARN site_host'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI with another path',
    variables: { KAKAO_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback/' },
    finds: { login: ['FAIL KOE006'], javascript: ['WARN javascript_redirect_uri'], cookie: [], address: [] },
    step: 'redirect_uri',
  },
  {
    name: 'a service on http that is not on this machine',
    variables: {
      KAKAO_REDIRECT_URI: 'http://shop.example/auth/kakao/callback',
      PUBLIC_URL: 'http://shop.example',
    },
    finds: {
      address: ['WARN redirect_uri_http'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'an https redirect URI of an http site',
    variables: {
      KAKAO_REDIRECT_URI: 'https://shop.example/auth/kakao/callback',
      PUBLIC_URL: 'http://shop.example',
    },
    finds: {
      address: ['FAIL site_scheme'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI of a site with www',
    variables: {
      KAKAO_REDIRECT_URI: 'https://shop.example/auth/kakao/callback',
      PUBLIC_URL: 'https://www.shop.example',
    },
    finds: {
      address: ['WARN site_host'],
      login: ['FAIL KOE006'],
      javascript: ['WARN javascript_redirect_uri'],
      cookie: [],
    },
    step: 'redirect_uri',
  },
  {
    name: 'a path as the redirect URI',
    variables: { KAKAO_REDIRECT_URI: '/auth/kakao/callback', PUBLIC_URL: undefined },
    finds: { address: ['WARN trust_proxy'], javascript: [], login: [], cookie: [] },
    step: 'redirect_uri',
  },
  {
    name: 'a site on 127.0.0.1',
    variables: { PUBLIC_URL: 'http://127.0.0.1:3000' },
    finds: { address: ['FAIL site_loopback'] },
  },
  {
    name: 'a site on https',
    variables: { PUBLIC_URL: 'https://localhost:3000' },
    finds: { address: ['WARN site_scheme'] },
  },
  {
    name: 'a site on another port',
    variables: { PUBLIC_URL: 'http://localhost:5173' },
    finds: { address: ['WARN site_port'] },
  },
  {
    name: 'a logout redirect URI without http://',
    variables: { KAKAO_LOGOUT_REDIRECT_URI: 'localhost:3000' },
    finds: { address: ['FAIL option_malformed'], logout: ['FAIL KOE007'] },
  },
  {
    name: 'a strict login cookie',
    variables: { KAKAO_COOKIE_SAMESITE: 'strict' },
    finds: { cookie: ['FAIL option_malformed'] },
  },
  {
    name: 'a login cookie for other sites, without https',
    variables: { KAKAO_COOKIE_SAMESITE: 'None' },
    finds: { cookie: ['FAIL option_malformed'] },
  },
  {
    name: 'a Secure login cookie without https',
    variables: { KAKAO_COOKIE_SECURE: 'true' },
    finds: { cookie: ['WARN cookie_secure_http'] },
  },
  {
    name: 'a login cookie of an https site that is not Secure',
    variables: {
      KAKAO_COOKIE_SECURE: 'false',
      KAKAO_REDIRECT_URI: 'https://shop.example/auth/kakao/callback',
      PUBLIC_URL: 'https://shop.example',
    },
    console: {
      restApiKeys: [{ ...restKey, redirectUris: ['https://shop.example/auth/kakao/callback'] }],
      javascriptKeys: [{ ...javascriptKey, redirectUris: ['https://shop.example/auth/kakao/callback'] }],
    },
    finds: { cookie: ['WARN cookie_insecure'], address: [] },
  },
  {
    name: 'a login cookie of another domain',
    variables: { KAKAO_COOKIE_DOMAIN: 'shop.example' },
    finds: { cookie: ['FAIL cookie_domain'], address: [] },
  },
  {
    name: 'a login cookie that is not sent to the callback',
    variables: { KAKAO_COOKIE_PATH: '/login' },
    finds: { cookie: ['FAIL cookie_path'] },
  },
  {
    name: 'a short cookie secret',
    variables: { KAKAO_COOKIE_SECRET: 'not-long-enough' },
    finds: { cookie: ['FAIL option_malformed'] },
  },
  {
    name: 'a proxy',
    variables: { http_proxy: 'http://someone:hunter2hunter2@proxy.example:8080' },
    finds: { surroundings: ['WARN proxy_ignored'] },
  },
  {
    name: 'certificates that are not verified',
    variables: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    finds: { surroundings: ['FAIL tls_unverified'] },
  },
  {
    name: 'production with an emulator and on localhost',
    variables: { NODE_ENV: 'production' },
    finds: { surroundings: ['WARN hosts_in_production'], address: ['WARN redirect_uri_local'] },
  },
  { name: 'an old Node version', options: { nodeVersion: 'v18.20.0' }, finds: { surroundings: ['FAIL node'] } },
  {
    name: 'a clock that is a minute fast',
    options: { now: () => Date.now() + 60_000 },
    finds: { clock: ['FAIL clock_skew'] },
  },
  {
    name: 'a clock that is 20 seconds slow',
    options: { now: () => Date.now() - 20_000 },
    finds: { clock: ['WARN clock_skew'] },
  },
  {
    name: 'a server that does not answer',
    options: { hosts: 'http://127.0.0.1:1' },
    finds: { ...unanswered, clock: ['FAIL no_answer'] },
    step: 'answer',
  },
  {
    name: 'https for a server without TLS',
    options: (hosts) => ({ hosts: hosts.replace('http:', 'https:') }),
    finds: { ...unanswered, clock: ['FAIL tls'], surroundings: [] },
    step: 'answer',
  },
  {
    name: 'a variable with another value in the .env file',
    variables: { KAKAO_APP_ID: '100002' },
    options: { env: settings('shadowing.env') },
    finds: { surroundings: ['WARN env_shadowed'] },
  },
  {
    name: 'a .env file with a byte order mark',
    options: { env: settings('with-bom.env') },
    finds: { surroundings: ['WARN env_not_read'] },
  },
  {
    name: 'a value in the .env file that names another variable',
    options: { env: settings('references.env') },
    finds: { surroundings: ['WARN env_reference'] },
  },
  {
    name: 'a module file with options that exclude each other',
    options: { module: moduleFile },
    readsModule: true,
    finds: { cookie: ['FAIL store_cannot_keep'] },
  },
  {
    name: 'a module file without Kakao Login',
    options: { module: settings('without-kakao.ts') },
    readsModule: true,
    finds: { ...unanswered, surroundings: [], keys: ['FAIL no_options'], address: [], cookie: [] },
    step: 'answer',
  },
  {
    name: 'a relay that answers token requests by itself',
    faults: [{ on: 'oauth.token', kind: 'html', status: 502, times: 99 }],
    finds: { ...unanswered, login: ['FAIL bad_answer'] },
    // Only the token endpoint shows that an admin key is of another kind.
    canFind: ['FAIL -401'],
    step: 'answer',
  },

  // Kakao's console.
  {
    name: 'a deactivated REST API key',
    variables: { KAKAO_CLIENT_ID: restKey.key },
    console: { restApiKeys: [{ ...restKey, deactivated: true }] },
    finds: { login: ['FAIL KOE101'], logout: [] },
    step: 'key',
  },
  {
    name: 'a client secret that was reissued',
    console: { restApiKeys: [{ ...restKey, clientSecret: 'IssuedAgainClientSecretOf32Chars' }] },
    finds: { login: ['FAIL KOE010'] },
    step: 'secret',
  },
  {
    name: 'a server that may not use the REST API key',
    console: { restApiKeys: [{ ...restKey, allowedIps: ['203.0.113.7'] }] },
    finds: { login: ['FAIL KOE127'] },
    step: 'ip',
  },
  {
    name: 'Kakao Login off',
    console: { kakaoLogin: false },
    finds: { login: ['FAIL KOE004'], admin: ['WARN -3'], javascript: [], native: [] },
    step: 'login',
  },
  {
    name: 'a blocked app',
    console: { blocked: true },
    finds: { login: ['FAIL KOE125'], admin: ['FAIL -12'], javascript: [] },
    step: 'blocked',
  },
  {
    name: 'an unregistered redirect URI',
    console: { restApiKeys: [{ ...restKey, redirectUris: ['http://localhost:3000/login/kakao'] }] },
    finds: { login: ['FAIL KOE006'] },
    step: 'redirect_uri',
  },
  {
    name: 'a redirect URI that is registered only for the REST API key',
    console: { javascriptKeys: [{ ...javascriptKey, redirectUris: [] }] },
    finds: { javascript: ['WARN javascript_redirect_uri'] },
  },
  {
    name: 'an unregistered logout redirect URI',
    variables: { KAKAO_LOGOUT_REDIRECT_URI: 'http://localhost:3000/bye' },
    finds: { logout: ['FAIL KOE007'] },
  },
  {
    name: 'a consent item that is not set up',
    console: { consentItems: { profile_nickname: 'required', account_email: 'optional' } },
    finds: { login: ['FAIL KOE205'] },
    step: 'scope',
  },
  {
    name: 'an app without business information',
    console: { business: false },
    finds: { login: ['FAIL KOE123'] },
    step: 'scope',
  },
  {
    name: 'an app without a permission',
    console: { missingPermissions: ['gender'] },
    finds: { login: ['FAIL KOE124'] },
    step: 'scope',
  },
  {
    name: 'an admin key that may not be used for users',
    console: { adminKeys: [{ ...adminKey, allowedApis: ['logout'] }] },
    finds: { admin: ['WARN -3'] },
  },
  {
    name: 'a server that may not use the admin key',
    console: { adminKeys: [{ ...adminKey, allowedIps: ['203.0.113.7'] }] },
    finds: { admin: ['FAIL -401'] },
  },
  {
    name: 'a deactivated admin key',
    console: { adminKeys: [{ ...adminKey, deactivated: true }] },
    finds: { admin: ['FAIL -401'] },
  },
  {
    name: 'a developer who is no longer registered',
    console: { unregisteredDeveloper: true },
    finds: { admin: ['FAIL -903'] },
  },
];
