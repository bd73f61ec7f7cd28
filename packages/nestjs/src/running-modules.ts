import type { KakaoUsageError } from '@kakao-login/client';
import passport from 'passport';
import { usage, usageTexts } from './usage.js';

/** The strategy of a module that has started. */
export interface RunningStrategy {
  /** Passport's name for it. */
  readonly name: string;
  readonly strategy: passport.Strategy;
  /** The Express app or the Fastify instance; a Nest application without HTTP has none. */
  readonly application: object | undefined;
}

/** The object that Passport derives from a strategy for one request, with that request's `success`, `fail` and so on. */
type ForRequest<Made> = Made & passport.StrategyCreatedStatic;

/** In the order in which the modules started. */
const running: RunningStrategy[] = [];

/**
 * What Passport stores under the name of a module. Passport's names are shared by all applications of the process, so this
 * passes each request to the strategy of its own application.
 */
class SharedName {
  constructor(
    readonly name: string,
    readonly before: passport.Strategy | undefined,
  ) {}

  authenticate(this: ForRequest<SharedName>, request: object, options?: object): void {
    const strategy = ofApplication(this.name, request) ?? this.before ?? latest(this.name);
    if (strategy) handOver(this, strategy, request, options);
    else this.error(moduleMissing(this.name));
  }
}

/** Passport's own lookup, which its types do not include. */
const registered = (name: string): passport.Strategy | SharedName | undefined =>
  (passport as unknown as { _strategy(name: string): passport.Strategy | SharedName | undefined })._strategy(name);

export function startStrategy(started: RunningStrategy): void {
  const { name } = started;
  running.push(started);
  const holder = registered(name);
  if (!(holder instanceof SharedName)) passport.use(name, new SharedName(name, holder));
}

export function stopStrategy(stopped: RunningStrategy): void {
  const { name } = stopped;
  running.splice(running.indexOf(stopped), 1);
  const holder = registered(name);
  if (!(holder instanceof SharedName) || latest(name)) return;
  if (holder.before) passport.use(name, holder.before);
  else passport.unuse(name);
}

/** Describes why `AuthGuard(name)` may not work as intended once this module uses the name. */
export function nameConflict(name: string, application: object | undefined): string | undefined {
  const remedy = `Remove one of them, or give the KakaoModule another "name".`;
  if (application && running.some((one) => one.name === name && one.application === application)) {
    return `This application has two KakaoModules that register "${name}" with Passport; AuthGuard("${name}") uses the later one. ${remedy}`;
  }
  const holder = registered(name);
  if (!holder || holder instanceof SharedName) return undefined;
  return `Passport has a strategy "${name}" that is not from a KakaoModule; in this application AuthGuard("${name}") uses the KakaoModule. ${remedy}`;
}

/**
 * Finds the strategy for a guard without an injected one: it was created with `new`, or its module does not import `KakaoModule`.
 *
 * @param module the name of the `KakaoModule`
 * @param name Passport's name for the strategy
 * @throws {KakaoUsageError} `module_missing`
 */
export function findStrategy(module: string, name: string, request: object): passport.Strategy {
  const holder = registered(name);
  const foreign = holder instanceof SharedName ? holder.before : holder;
  const strategy = ofApplication(name, request) ?? foreign ?? (isOfAnApplication(request) ? undefined : latest(name));
  if (strategy) return strategy;
  throw moduleMissing(module);
}

/** The Passport strategy that passes a request to the strategy chosen by its guard. */
export const CHOSEN = 'kakao-login:chosen-by-guard';

interface WithChoice {
  [choice]?: () => passport.Strategy;
}
const choice = Symbol('strategy of the guard');

/** Sets the strategy that {@link CHOSEN} uses for this request. */
export function choose(request: object, strategy: () => passport.Strategy): void {
  (request as WithChoice)[choice] = strategy;
}

passport.use(CHOSEN, {
  authenticate(this: ForRequest<passport.Strategy>, request: object, options?: object): void {
    let strategy: passport.Strategy;
    try {
      strategy = (request as WithChoice)[choice]!();
    } catch (error) {
      return this.error(error);
    }
    handOver(this, strategy, request, options);
  },
});

/** Continues with another strategy, which then calls the `success`, `fail` and so on of this request. */
export function handOver(from: ForRequest<object>, to: passport.Strategy, request: object, options?: object): void {
  // The own properties of `from` are exactly what Passport set for this request.
  const strategy = Object.assign(Object.create(to) as passport.Strategy, from);
  strategy.authenticate(request as Parameters<passport.Strategy['authenticate']>[0], options);
}

function latest(name: string): passport.Strategy | undefined {
  return running.findLast((one) => one.name === name)?.strategy;
}

function ofApplication(name: string, request: object): passport.Strategy | undefined {
  return running.findLast((one) => one.name === name && one.application && serves(one.application, request))?.strategy;
}

/** Where the requests of Express and Fastify refer to their application. */
interface PlatformRequest {
  app?: { parent?: PlatformRequest['app'] };
  server?: object;
}

const isOfAnApplication = ({ app, server }: PlatformRequest): boolean => (app ?? server) !== undefined;

function serves(application: object, { app, server }: PlatformRequest): boolean {
  // An Express app may be mounted on another. A Fastify plugin has an instance that inherits from the application's.
  for (let one = app; one; one = one.parent) if (one === application) return true;
  return server !== undefined && (server === application || Object.prototype.isPrototypeOf.call(application, server));
}

const moduleMissing = (name: string): KakaoUsageError =>
  usage('module_missing', `The guard of the Kakao app "${name}"`, usageTexts().module(name));
