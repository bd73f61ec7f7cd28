import { both } from './finding.js';

/** Menus of Kakao's console. */
export const places = {
  restKey: both('[앱] > [플랫폼 키] > [REST API 키]', 'App > Platform key > REST API key'),
  javascriptKey: both('[앱] > [플랫폼 키] > [JavaScript 키]', 'App > Platform key > JavaScript key'),
  nativeKey: both('[앱] > [플랫폼 키] > [네이티브 앱 키]', 'App > Platform key > Native app key'),
  platformKey: both('[앱] > [플랫폼 키]', 'App > Platform key'),
  adminKey: both('[앱] > [어드민 키]', 'App > Admin key'),
  clientSecret: both(
    '[앱] > [플랫폼 키] > [REST API 키] > [클라이언트 시크릿]',
    'App > Platform key > REST API key > Client secret',
  ),
  redirectUri: both(
    '[앱] > [플랫폼 키] > [REST API 키] > [카카오 로그인 리다이렉트 URI]',
    'App > Platform key > REST API key > Kakao Login redirect URI',
  ),
  javascriptRedirectUri: both(
    '[앱] > [플랫폼 키] > [JavaScript 키] > [카카오 로그인 리다이렉트 URI]',
    'App > Platform key > JavaScript key > Kakao Login redirect URI',
  ),
  logoutRedirectUri: both(
    '[카카오 로그인] > [고급] > [로그아웃 리다이렉트 URI]',
    'Kakao Login > Advanced > Logout redirect URI',
  ),
  allowedIps: both(
    '[앱] > [플랫폼 키] > [REST API 키] > [호출 허용 IP 주소]',
    'App > Platform key > REST API key > Allowed IP addresses',
  ),
  login: both('[카카오 로그인] > [사용 설정]', 'Kakao Login > General'),
  consentItems: both('[카카오 로그인] > [동의항목]', 'Kakao Login > Consent items'),
  general: both('[앱] > [일반]', 'App > General'),
  features: both('[앱] > [추가 기능 신청]', 'App > Additional features'),
} as const;

/** Where to fix a KOE code. */
export const placeOf: Readonly<Record<string, (typeof places)[keyof typeof places]>> = {
  KOE004: places.login,
  KOE006: places.redirectUri,
  KOE007: places.logoutRedirectUri,
  KOE008: places.restKey,
  KOE009: places.platformKey,
  KOE010: places.clientSecret,
  KOE101: places.restKey,
  KOE102: places.features,
  KOE123: places.general,
  KOE124: places.features,
  KOE125: places.general,
  KOE127: places.allowedIps,
  KOE205: places.consentItems,
};
