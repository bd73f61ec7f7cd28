export { KakaoModule } from './kakao.module.js';
export { KAKAO_MODULE_NAME, KAKAO_MODULE_OPTIONS } from './module-options.js';
export type {
  KakaoAppOptions,
  KakaoAppsModuleOptions,
  KakaoModuleExtras,
  KakaoModuleOptions,
} from './module-options.js';
export type { KakaoModuleVault } from './vault.js';
export { KakaoApps } from './apps.js';
export type { KakaoApp } from './apps.js';
export { InjectKakao, getKakaoToken } from './tokens.js';
export { KakaoLoginTickets } from './login-tickets.js';
export { KakaoLoginHandler, KakaoTokenHandler } from './login-handler.js';
export { KakaoAuthGuard } from './kakao-auth.guard.js';
export { KakaoAutoLogin } from './kakao-auto-login.guard.js';
export type { KakaoAutoLoginGuard } from './kakao-auto-login.guard.js';
export { KakaoTokenGuard } from './kakao-token.guard.js';
export { KakaoAuthorize } from './kakao-authorize.decorator.js';
export type { KakaoAuthenticateOptions, KakaoRouteOptions } from './kakao-authorize.decorator.js';
export { KakaoConsentException } from './kakao-consent.exception.js';
export { KakaoConsentGuard } from './kakao-consent.guard.js';
export { KakaoRecentLogin, KakaoScopes, KakaoTerms } from './kakao-consent.decorators.js';
export { KakaoLogin } from './kakao-login.decorator.js';
export { KakaoUser } from './kakao-user.decorator.js';
export { OnKakaoEvent, OnKakaoUnlink } from './webhooks/on-webhook.decorator.js';
export type { KakaoEventKind, KakaoWebhookHandlerOptions } from './webhooks/on-webhook.decorator.js';
export type { KakaoWebhooksOptions } from './webhooks/options.js';
export { KakaoExceptionFilter } from './kakao-exception.filter.js';
export { KakaoLogoutGuard } from './kakao-logout.guard.js';
export { KakaoSignup, KakaoSignupGuard } from './kakao-signup.guard.js';
export { KakaoAccount } from './services/kakao-account.js';
export { KakaoAuthService } from './services/kakao-auth.service.js';
export { KakaoLogoutService } from './services/kakao-logout.service.js';
export { KakaoSignupService } from './services/kakao-signup.service.js';
export { KakaoUnlinkService } from './services/kakao-unlink.service.js';
export {
  KakaoOidcService,
  KakaoScopesService,
  KakaoShippingService,
  KakaoTermsService,
  KakaoUserService,
} from './services/areas.js';

// What an application names in its own code, so that it needs no second dependency for it.
export { KakaoStrategy, KakaoTokenStrategy, pauseKakaoAutoLogin } from '@kakao-login/passport';
export type {
  KakaoConsents,
  KakaoPendingSignup,
  KakaoProblem,
  KakaoProblemPage,
  KakaoTokenLogin,
  SimpleLoginSettings,
} from '@kakao-login/passport';
export { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
export type { KakaoVaultOptions, KakaoVaultUser, VaultKey, VaultStatus, VaultStore } from '@kakao-login/vault';
export {
  KakaoApiError,
  KakaoAuthError,
  KakaoClient,
  KakaoConnectionError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoUsageError,
  KakaoWebhookError,
  isKakaoError,
  kakaoErrorBody,
} from '@kakao-login/client';
export type {
  AdminCaller,
  IdTokenClaims,
  KakaoError,
  KakaoErrorBody,
  KakaoId,
  KakaoProfile,
  TokenResponse,
  UserCaller,
  UserMe,
} from '@kakao-login/client';
export { memoryInbox } from '@kakao-login/client/webhooks';
export type {
  KakaoSecurityEvent,
  KakaoSecurityEventOf,
  KakaoUnlink,
  KakaoWebhook,
  WebhookInbox,
} from '@kakao-login/client/webhooks';
