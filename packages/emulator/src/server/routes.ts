import type { Route, RouteSpec } from '../context.js';
import { contractRoutes } from '../contract/route.js';
import { DISCONTINUED_PATHS } from '../guesses.js';
import { text } from '../http/answer.js';
import { isOwnHost } from '../http/host.js';
import { ACCOUNT_STEP_PATH, GUARDIAN_PATH, REGISTER_PATH } from '../kauth/authorize-urls.js';
import { lazy } from '../lazy.js';
import { assetTypes } from '../pages/headers.js';
import { paths } from '../pages/models.js';
import type { World } from '../world.js';

const get = (path: string, route: Route): RouteSpec => ({ method: 'GET', path, route });
const post = (path: string, route: Route): RouteSpec => ({ method: 'POST', path, route });

/** Routes whose module is loaded at the first request. */
function from<M>(load: () => Promise<M>) {
  const loaded = lazy(load);
  return (name: { [Name in keyof M]: M[Name] extends Route ? Name : never }[keyof M]): Route =>
    async (context) =>
      ((await loaded())[name] as Route)(context);
}

/** Refuses names that may be DNS rebinding. */
const underOwnName =
  (route: Route): Route =>
  (context) => {
    if (isOwnHost(context.call)) return route(context);
    const sentence =
      'This page opens under localhost, an IP address or the address given with --url (option `url`) only.';
    return text(403, `${sentence}\n`);
  };

/** Pages that show users, apps or keys. */
const ownPage = (path: string, route: Route): RouteSpec => get(path, underOwnName(route));
const ownForm = (path: string, route: Route): RouteSpec => post(path, underOwnName(route));

const login = from(() => import('../kauth/authorize.js'));
const polled = from(() => import('../kauth/finish.js'));
const consent = from(() => import('../kauth/consent-page.js'));
const steps = from(() => import('../kauth/account-steps.js'));
const registering = from(() => import('../kauth/register-uri.js'));
const logout = from(() => import('../kauth/logout.js'));
const account = from(() => import('../accounts/login.js'));
const services = from(() => import('../accounts/services.js'));
const message = from(() => import('../accounts/message.js'));
const address = from(() => import('../apps/address-pages.js'));
const oldCalls = from(() => import('../kapi/old-calls.js'));
const agt = from(() => import('../kauth/agt.js'));
const oidc = from(() => import('../kauth/oidc.js'));
const assets = lazy(() => import('../pages/assets.js'));
const controls = lazy(() => import('../control/routes.js'));
const console = from(() => import('../control/console.js'));

const assetRoutes = Object.entries(assetTypes).map(([name, type]) =>
  get(`/_emulator/assets/${name}`, async () => ({
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache' },
    body: (await assets()).assetText(name),
  })),
);

const sdk: Route = async ({ call }) => ({
  status: 200,
  headers: {
    'content-type': 'text/javascript;charset=UTF-8',
    // Pages that load the script with `crossorigin` and `integrity` need this.
    'access-control-allow-origin': '*',
    'cache-control': 'no-cache',
  },
  body: (await assets()).sdkSource(call.origin),
});

/** Everything this emulator answers. */
export const routes: readonly RouteSpec[] = [
  ...contractRoutes({
    kauth: lazy(async () => (await import('../kauth/oidc.js')).kauth),
    kapi: lazy(async () => (await import('../kapi/all.js')).kapi),
  }),
  get(paths.consent, login('authorize')),
  post(paths.consent, consent('consentForm')),
  get(GUARDIAN_PATH, consent('guardian')),
  post(REGISTER_PATH, registering('registerUri')),
  get(ACCOUNT_STEP_PATH, steps('accountStep')),
  get('/apiweb/code.json', polled('codeJson')),
  post('/api/agt', agt('accessGrantToken')),
  get(paths.logout, logout('logoutChoice')),
  post(paths.logout, logout('logout')),
  ownPage(paths.login, account('loginForm')),
  ownForm(paths.login, account('login')),
  ownPage(paths.chooser, account('chooser')),
  ownForm(paths.chooser, account('forget')),
  ownPage(paths.createAccount, account('createAccountForm')),
  ownForm(paths.createAccount, account('createAccount')),
  get(paths.findAccount, message('notImitated')),
  get(paths.findPassword, message('notImitated')),
  get(paths.qrLogin, message('notImitated')),
  ownPage(paths.connectedServices, services('connectedServices')),
  ownForm(paths.connectedServices, services('unlinkFromAccount')),
  ownPage(paths.home, services('home')),
  get(paths.addressPicker, address('pickerPage')),
  post(paths.addressPicker, address('pickerPage')),
  get(paths.addressCreate, address('createPage')),
  post(paths.addressCreate, address('createPage')),
  get(paths.addressEdit, address('editPage')),
  post(paths.addressEdit, address('editPage')),
  post(paths.addressChoose, address('chooseAddress')),
  post(paths.addressSave, address('saveAddress')),
  get(paths.proxy, address('proxy')),
  get('/auth/kpidt', address('kpidt')),
  get('/v1/user/service/terms', oldCalls('oldTerms')),
  get('/v1/user/check_access_token', oldCalls('checkAccessToken')),
  post('/v2/user/upgrade/scopes', oldCalls('upgradeScopes')),
  ...DISCONTINUED_PATHS.flatMap((path) => [get(path, oldCalls('discontinued')), post(path, oldCalls('discontinued'))]),
  get('/v1/api/talk/:call', oldCalls('kakaoTalk')),
  get('/v2/api/talk/:call', oldCalls('kakaoTalk')),
  post('/v2/api/talk/memo/:kind/send', oldCalls('kakaoTalk')),
  post('/v1/api/talk/friends/message/:kind/send', oldCalls('kakaoTalk')),
  get('/.well-known/sse-configuration', oidc('oldSecurityEventConfiguration')),
  get(paths.sdk, sdk),
  // The same path as on t1.kakaocdn.net, for tests that redirect that host to the emulator.
  get('/kakao_js_sdk/:version/:file', sdk),
  ownPage(paths.console, console('consoleRoute')),
  get(paths.message, message('messageText')),
  ...assetRoutes,
];

/** Everything else under `/_emulator`. */
export const controlRoute =
  (world: World): Route =>
  async (context) =>
    (await controls()).controlRoute(world)(context);
