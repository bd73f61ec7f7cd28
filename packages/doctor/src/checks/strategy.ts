import { isKakaoError } from '@kakao-login/client';
import { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoStrategyOptions } from '@kakao-login/passport';
import { both, finding } from '../finding.js';
import type { Finding } from '../finding.js';
import { places } from '../places.js';
import type { AppSettings, Setting } from '../settings.js';

/** Values that replace wrong options, so that the next option is checked too. */
const stand: Readonly<Record<string, unknown>> = {
  clientID: '0'.repeat(32),
  callbackURL: 'http://localhost/',
};
/** Stops an endless loop. No app has more wrong options. */
const most = 40;

const cause = both(
  'KakaoStrategy가 이 옵션을 거부해 서비스가 시작되지 않습니다.',
  '`KakaoStrategy` refuses this option, so the service fails to start.',
);

const consoleOf: Readonly<Record<string, Finding['console']>> = {
  clientID: places.restKey,
  clientSecret: places.clientSecret,
  adminKey: places.adminKey,
  audiences: places.platformKey,
  callbackURL: places.redirectUri,
  callbackURLs: places.redirectUri,
  logoutRedirectURL: places.logoutRedirectUri,
  scope: places.consentItems,
};

/** Lets `KakaoStrategy` check the options, because it knows every rule. Its error messages become the findings. */
export function checkStrategy(app: AppSettings, uris: readonly Setting[], hosts: string | undefined): Finding[] {
  const options = optionsOf(app, uris, hosts);
  const found: Finding[] = [];
  while (found.length < most) {
    try {
      void new KakaoStrategy(options as unknown as KakaoStrategyOptions, () => null);
      return found;
    } catch (error) {
      if (!isKakaoError(error) || error.kind !== 'usage' || error.option === undefined) throw error;
      const { option, code, reason, remedy } = error;
      const settings = [settingName(app, uris, option)];
      const texts = { message: reason, cause, remedy, console: consoleOf[option] };
      found.push(finding('FAIL', code, { app: app.name, settings }, texts));
      if (!replace(options, option.split('.'))) return found;
    }
  }
  return found;
}

function optionsOf(app: AppSettings, uris: readonly Setting[], hosts: string | undefined): Record<string, unknown> {
  const [first, ...more] = uris;
  const cookie = Object.fromEntries(Object.entries(app.cookie).map(([option, { value }]) => [option, value]));
  return {
    ...app.options,
    clientID: app.clientID?.value ?? stand['clientID'],
    ...(app.clientSecret && { clientSecret: app.clientSecret.value }),
    ...(app.adminKey && { adminKey: app.adminKey.value }),
    ...(app.logoutRedirectURL && { logoutRedirectURL: app.logoutRedirectURL.value }),
    ...(app.scope && { scope: app.scope.value }),
    ...(hosts !== undefined && { hosts }),
    callbackURL: first?.value ?? stand['callbackURL'],
    callbackURLs: more.map(({ value }) => value),
    // A missing secret has its own finding. Without this value, `KakaoStrategy` would also print a warning.
    cookie: { secret: '0'.repeat(32), ...cookie },
  };
}

function settingName(app: AppSettings, uris: readonly Setting[], option: string): string {
  const [root = '', member] = option.split('.');
  if (root === 'callbackURL' || root === 'callbackURLs') {
    return (root === 'callbackURL' ? uris[0] : uris[1])?.name ?? root;
  }
  if (root === 'cookie' && member !== undefined)
    return app.cookie[member as keyof AppSettings['cookie']]?.name ?? option;
  const own = (app as unknown as Record<string, unknown>)[root] as Partial<Setting> | undefined;
  return own?.name ?? option;
}

/** Replaces or removes a wrong option. */
function replace(options: Record<string, unknown>, [root = '', member]: string[]): boolean {
  const cookie = options['cookie'] as Record<string, unknown>;
  if (root === 'cookie' && member !== undefined && Object.hasOwn(cookie, member)) {
    Reflect.deleteProperty(cookie, member);
    if (member === 'secret') cookie['secret'] = '0'.repeat(32);
    // `SameSite=None` without `Secure`: either of the two can be wrong.
    return true;
  }
  const name = Object.hasOwn(options, root) ? root : { clientId: 'clientID', 'hosts.kauth': 'hosts' }[root];
  if (name === undefined || !Object.hasOwn(options, name)) return false;
  if (Object.hasOwn(stand, name)) {
    if (options[name] === stand[name]) return false;
    options[name] = stand[name];
  } else Reflect.deleteProperty(options, name);
  return true;
}
