import type { KakaoUsageError } from '@kakao-login/client';
import passport from 'passport';
import { usage, usageTexts } from './usage.js';

/** A strategy of a module that has started. */
export interface RunningStrategy {
  /** Passport's name for it. */
  readonly name: string;
  readonly strategy: passport.Strategy;
  /** The Express app or the Fastify instance; a Nest application without HTTP has none. */
  readonly application: object | undefined;
}

/** What Passport makes of a strategy for one request: it has `success`, `fail` and the like of that request. */
type ForRequest<Made> = Made & passport.StrategyCreatedStatic;

/** In the order in which the modules started. */
const running: RunningStrategy[] = [];

/**
 * What Passport has under the name of a module. Passport's names belong to the process, so applications share them: each request
 * goes to the strategy of its own application.
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

/** Passport's own lookup; its types leave it out. */
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

/** Why `AuthGuard(name)` may not do what was meant, once this module takes the name. */
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
 * The strategy for a guard that Nest gave none, because the guard was made with `new` or its module does not see the `KakaoModule`.
 *
 * @param module the name of the `KakaoModule`
 * @param name Passport's name for the strategy
 * @throws KakaoUsageError `module_missing`
 */
export function findStrategy(module: string, name: string, request: object): passport.Strategy {
  const holder = registered(name);
  const foreign = holder instanceof SharedName ? holder.before : holder;
  const strategy = ofApplication(name, request) ?? foreign ?? (isOfAnApplication(request) ? undefined : latest(name));
  if (strategy) return strategy;
  throw moduleMissing(module);
}

/** Passport's name for the strategy that the guard of a request has chosen. */
export const CHOSEN = 'kakao-login:chosen-by-guard';

interface WithChoice {
  [choice]?: () => passport.Strategy;
}
const choice = Symbol('strategy of the guard');

/** Makes Passport use this strategy for the request when it is asked for {@link CHOSEN}. */
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

function handOver(from: ForRequest<object>, to: passport.Strategy, request: object, options?: object): void {
  // What Passport put on `from` for this request is all that `from` has itself.
  const strategy = Object.assign(Object.create(to) as passport.Strategy, from);
  strategy.authenticate(request as Parameters<passport.Strategy['authenticate']>[0], options);
}

function latest(name: string): passport.Strategy | undefined {
  return running.findLast((one) => one.name === name)?.strategy;
}

function ofApplication(name: string, request: object): passport.Strategy | undefined {
  return running.findLast((one) => one.name === name && one.application && serves(one.application, request))?.strategy;
}

/** Where Express and Fastify say on a request which application it is of. */
interface PlatformRequest {
  app?: { parent?: PlatformRequest['app'] };
  server?: object;
}

const isOfAnApplication = ({ app, server }: PlatformRequest): boolean => (app ?? server) !== undefined;

function serves(application: object, { app, server }: PlatformRequest): boolean {
  // An Express app may be mounted on another; a plugin of Fastify has an instance that inherits from the application's.
  for (let one = app; one; one = one.parent) if (one === application) return true;
  return server !== undefined && (server === application || Object.prototype.isPrototypeOf.call(application, server));
}

const moduleMissing = (name: string): KakaoUsageError =>
  usage('module_missing', `The guard of the Kakao app "${name}"`, usageTexts.module(name));
