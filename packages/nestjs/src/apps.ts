import { isObject } from '@kakao-login/client/internal';
import { randomBytes } from 'node:crypto';
import type { ModuleRef } from '@nestjs/core';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, KakaoTokenStrategy } from '@kakao-login/passport';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { KakaoVaultOptions } from '@kakao-login/vault';
import type passport from 'passport';
import { closeAll } from './close-all.js';
import { provideConsent } from './consent.js';
import { createStrategy, createTokenStrategy } from './create-strategy.js';
import type { AnyModuleOptions, KakaoAppOptions, KakaoModuleOptions } from './module-options.js';
import { handOver } from './running-modules.js';
import { KakaoAccount } from './services/kakao-account.js';
import { standIn } from './stand-in.js';
import { usage, usageTexts } from './usage.js';
import { checkVault, closeVault, createVault, isVault } from './vault.js';

/** How many apps are kept ready. Another one replaces the app that was not used for longest. */
const maxApps = 1000;

/** The Kakao app of a request, with the objects that use its keys. */
export interface KakaoApp {
  /** Its REST API key. */
  readonly clientID: string;
  readonly client: KakaoClient;
  readonly strategy: KakaoStrategy;
  readonly tokenStrategy: KakaoTokenStrategy;
  /** Only has the users of this app. */
  readonly vault: KakaoVault;
  readonly account: KakaoAccount;
}

/**
 * Finds the Kakao app of a request, for a `KakaoModule` with the option `app`.
 *
 * @example
 * constructor(private readonly apps: KakaoApps) {}
 *
 * @Post('logout')
 * async logout(@Req() request: Request) {
 *   const { vault } = await this.apps.of(request);
 *   await vault.logout(request.session.kakaoId);
 * }
 */
export class KakaoApps {
  private readonly shared: KakaoModuleOptions;
  /** In the order in which they were used last. */
  private readonly known = new Map<string, { given: string; app: KakaoApp }>();
  /** Guards and handlers of a request share one answer of `app`. */
  private readonly asked = new WeakMap<object, Promise<KakaoApp>>();

  /** Created by `KakaoModule`. */
  constructor(
    private readonly options: AnyModuleOptions,
    private readonly modules: ModuleRef,
  ) {
    const { app: _app, ...shared } = options;
    this.shared = shared as KakaoModuleOptions;
    if (options.app === undefined) return;
    checkShared(options);
    if (this.shared.vault !== undefined) this.shared.vault = sharedVault(this.shared.vault as VaultOptions);
  }

  /**
   * @param request the request of your platform, as guards and `@Req()` have it
   * @throws {KakaoUsageError} `app_unknown` (404) when the option `app` returns nothing; whatever the option itself throws
   */
  of(request: object): Promise<KakaoApp> {
    const found = this.asked.get(request) ?? this.find(request);
    this.asked.set(request, found);
    return found;
  }

  /** Closes the clients and vaults of all apps. `KakaoModule` calls it. */
  async close(): Promise<void> {
    const open = [...this.known.values()];
    this.known.clear();
    const closers = open.map(({ app: { vault, client } }) => async () => {
      try {
        await closeVault(vault);
      } finally {
        await client.close();
      }
    });
    await closeAll(closers);
  }

  private async find(request: object): Promise<KakaoApp> {
    const { app } = this.options;
    if (app === undefined) throw usage('option_missing', 'app', usageTexts().app);
    const given: unknown = await app(request);
    if (given === undefined || given === null) throw usage('app_unknown', 'app', usageTexts().appUnknown);
    if (!isObject(given)) throw usage('option_malformed', 'app', usageTexts().app);
    return this.ready(given as KakaoAppOptions);
  }

  /** A change of the options, such as a new client secret, creates the app anew. */
  private ready(given: KakaoAppOptions): KakaoApp {
    const { clientID } = given;
    const before = this.known.get(clientID);
    const text = JSON.stringify(given, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    const entry = before?.given === text ? before : { given: text, app: this.create(given) };
    this.known.delete(clientID);
    this.known.set(clientID, entry);
    // Whoever still uses the app that is dropped can finish. Its connections close when they are idle.
    if (this.known.size > maxApps) this.known.delete(this.known.keys().next().value!);
    return entry.app;
  }

  private create(given: KakaoAppOptions): KakaoApp {
    const options = { ...this.shared, ...given } as KakaoModuleOptions;
    const strategy: KakaoStrategy = createStrategy(options, this.modules, () => vault);
    const { client } = strategy;
    const vault = createVault(options.vault, client);
    provideConsent(strategy, options, () => vault);
    return {
      clientID: given.clientID,
      client,
      strategy,
      tokenStrategy: createTokenStrategy(options, this.modules, client),
      vault,
      account: new KakaoAccount(client, vault, strategy),
    };
  }
}

/** What each app has of its own. In the shared options it would count for apps that lack it. */
const ofAnApp = ['clientID', 'clientSecret', 'adminKey', 'appId', 'audiences', 'client', 'webhooks'] as const;

function checkShared(options: AnyModuleOptions): void {
  if (typeof options.app !== 'function') throw usage('option_malformed', 'app', usageTexts().app);
  const option = ofAnApp.find((name) => (options as unknown as Record<string, unknown>)[name] !== undefined);
  if (option !== undefined) throw usage('option_misplaced', option, usageTexts().optionOfAnApp(option));
  const { vault } = options;
  if (vault === undefined) return;
  checkVault(vault);
  if (isVault(vault)) throw usage('option_malformed', 'vault', usageTexts().vaultOfAnApp);
}

type VaultOptions = Omit<KakaoVaultOptions, 'client'>;

/** All apps share one store, so that tokens in memory outlive the vault of an app that is dropped. */
function sharedVault({ store, keys, ...others }: VaultOptions): VaultOptions {
  const keysInMemory = store === undefined ? [{ kid: 'process', key: randomBytes(32) }] : undefined;
  const kept = keys ?? keysInMemory;
  return { ...others, store: store ?? new MemoryVaultStore(), ...(kept !== undefined && { keys: kept }) };
}

const apps = new WeakMap<object, KakaoApps>();

/** The strategy of a module whose app depends on the request. It passes each request to the strategy of its app. */
export function strategyOf(kakao: KakaoApps): KakaoStrategy {
  const strategy = standIn(KakaoStrategy, perRequest);
  const made = Object.assign(strategy, {
    name: 'kakao',
    client: standIn(KakaoClient, perRequest, clientParts),
    redirectUriNotes: [],
    authenticate: passingOn(kakao, (app) => app.strategy),
    simpleLogin: async (...[request, options]: Parameters<KakaoStrategy['simpleLogin']>) =>
      (await kakao.of(request)).strategy.simpleLogin(request, options),
    pendingSignup: async (request: Parameters<KakaoStrategy['pendingSignup']>[0]) =>
      (await kakao.of(request)).strategy.pendingSignup(request),
  });
  apps.set(made, kakao);
  return made;
}

/** As {@link strategyOf}, for the tokens of native apps. */
export function tokenStrategyOf(kakao: KakaoApps): KakaoTokenStrategy {
  return Object.assign(standIn(KakaoTokenStrategy, perRequest), {
    name: 'kakao-token',
    authenticate: passingOn(kakao, (app) => app.tokenStrategy),
    check: async (request: object) => (await kakao.of(request)).tokenStrategy.check(request),
  });
}

/** The strategy for a request: the one given, unless the app depends on the request. */
export const strategyFor = <S extends object>(strategy: S, request: object): S | Promise<S | KakaoStrategy> =>
  apps
    .get(strategy)
    ?.of(request)
    .then((app) => app.strategy) ?? strategy;

/** Whether the app depends on the request. */
export const isPerRequest = (strategy: KakaoStrategy): boolean => apps.has(strategy);

type ForRequest = passport.StrategyCreatedStatic;

function passingOn(kakao: KakaoApps, choose: (app: KakaoApp) => passport.Strategy) {
  return function authenticate(this: ForRequest, request: object, options?: object): void {
    // Now, because the next request may replace them.
    const methods = (['success', 'fail', 'redirect', 'pass', 'error'] as const).map((name) => [name, this[name]]);
    const ofRequest = Object.fromEntries(methods) as ForRequest;
    kakao.of(request).then(
      (app) => handOver(ofRequest, choose(app), request, options),
      (thrown: unknown) => ofRequest.error(thrown),
    );
  };
}

const clientParts = ['oauth', 'oidc', 'user', 'scopes', 'terms', 'shipping', 'account', 'call'];

/** Instead of what would need the keys of one app. */
export const perRequest = () => usage('option_malformed', 'app', usageTexts().appOfRequest);
