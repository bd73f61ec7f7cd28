export { KakaoStrategy } from './strategy.js';
export { Strategy, Strategy as default, buildStrategyOptions } from './passport-kakao.js';
export type {
  StrategyOption,
  StrategyOption as StrategyOptions,
  StrategyOptionWithRequest,
  StrategyOptionWithRequest as StrategyOptionsWithRequest,
  VerifyFunction,
  VerifyFunctionWithRequest,
} from './passport-kakao.js';
export type { KakaoUserProfile as KakaoProfile, Profile } from './profile.js';
export type { UserMe as KakaoRawProfile } from '@kakao-login/client';
export type {
  CurrentMember,
  KakaoAuthenticateOptions,
  KakaoAuthorizeOptions,
  KakaoCookieOptions,
  KakaoLogin,
  KakaoPendingSignup,
  KakaoSignupOptions,
  KakaoStrategyOptions,
  KakaoStrategyOptionsWithRequest,
  KakaoVerify,
  SimpleLoginSettings,
  VerifyDone,
  VerifyLogin,
  VerifyLoginDone,
  VerifyLoginDoneWithRequest,
  VerifyLoginWithRequest,
  VerifyParams,
  VerifyParamsWithRequest,
  VerifyProfile,
  VerifyProfileWithRequest,
} from './types.js';
export type { HttpRequest } from './http.js';
export type { StateStoreLike } from './store.js';
export { KakaoTokenStrategy } from './token-strategy.js';
export type {
  KakaoTokenLogin,
  KakaoTokenStrategyOptions,
  KakaoTokenStrategyOptionsWithRequest,
  TokenVerdict,
} from './token-strategy.js';
export type { KakaoTokenInput } from './token-input.js';
export { kakaoAccountLogout } from './account-logout.js';
export type { KakaoAccountLogoutOptions } from './account-logout.js';
export { redirectUriNote } from './redirect-uri.js';
export { safeReturnTo } from './return-to.js';
export { kakaoAutoLogin, pauseKakaoAutoLogin } from './auto-login.js';
export type { KakaoAutoLoginOptions } from './auto-login.js';
export { createKakaoConsent } from './consent.js';
export type { KakaoConsent, KakaoConsentAnswer, KakaoConsentOptions, KakaoRequirement } from './consent.js';
export type { KakaoConsents } from './agreements.js';
export type { KakaoProblem, KakaoProblemPage } from './consent-problem.js';
export { createLoginTickets } from './login-tickets.js';
export type { LoginTicketEntry, LoginTickets, LoginTicketsOptions, LoginTicketStore } from './login-tickets.js';
export { kakaoErrorAnswer, kakaoErrorHandler } from './error-answer.js';
export { preferredLanguage } from './negotiate.js';
export type { KakaoErrorAnswer } from './error-answer.js';
