import { KakaoUsageError } from '@kakao-login/client';
import passport from 'passport';

/** Passport's own way to look a strategy up; its types leave it out. */
const strategies = passport as unknown as { _strategy(name: string): unknown };

export const registered = (name: string): unknown => strategies._strategy(name);

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
