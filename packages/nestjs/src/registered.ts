import { KakaoUsageError } from '@kakao-login/client';
import passport from 'passport';

/** Passport's own way to look a strategy up; its types leave it out. */
const strategies = passport as unknown as { _strategy(name: string): unknown };

export const registered = (name: string): unknown => strategies._strategy(name);

/** What had the name when a module took it, and the strategies of the modules that have ended. */
const before = new WeakMap<passport.Strategy, passport.Strategy>();
const ended = new WeakSet<passport.Strategy>();

/** Several applications in one process share Passport's names: the latest has it, and gives it back when it closes. */
export function takeName(name: string, strategy: passport.Strategy): void {
  const holder = registered(name) as passport.Strategy | undefined;
  if (holder) before.set(strategy, holder);
  passport.use(name, strategy);
}

export function giveNameBack(name: string, strategy: passport.Strategy): void {
  ended.add(strategy);
  if (registered(name) !== strategy) return;
  let heir = before.get(strategy);
  while (heir && ended.has(heir)) heir = before.get(heir);
  if (heir) passport.use(name, heir);
  else passport.unuse(name);
}

/** @throws KakaoUsageError where Passport would only say that it does not know the strategy */
export function requireModule(name: string, strategyName = name): unknown {
  const strategy = registered(strategyName);
  if (strategy) return strategy;
  throw new KakaoUsageError('module_missing', {
    option: `The guard of the Kakao app "${name}"`,
    reason: {
      ko: `이름이 "${name}"인 KakaoModule이 이 애플리케이션에 없습니다.`,
      en: `This application has no KakaoModule of the name "${name}".`,
    },
    remedy: {
      ko: `KakaoModule.forRoot({ … })를 가져오세요. 이름이 "kakao"가 아니면 \`name: '${name}'\`도 넣으세요.`,
      en: `Import KakaoModule.forRoot({ … }), with \`name: '${name}'\` unless that is "kakao".`,
    },
  });
}
