import { Reflector } from '@nestjs/core';
import { SetMetadata, UseFilters, UseInterceptors, applyDecorators } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { KakaoRequirement } from '@kakao-login/passport';
import { KakaoConsentFilter } from './kakao-consent.exception.js';
import { KakaoConsentInterceptor } from './kakao-consent.interceptor.js';

const KAKAO_SCOPES = 'kakao-login:scopes';
const KAKAO_TERMS = 'kakao-login:terms';
const KAKAO_MAX_AGE = 'kakao-login:max-age';
const reflector = new Reflector();

/** Works on a handler and on a class. */
type RouteDecorator = ClassDecorator & MethodDecorator;

const requires = (key: string, value: unknown): RouteDecorator =>
  applyDecorators(SetMetadata(key, value), UseInterceptors(KakaoConsentInterceptor), UseFilters(KakaoConsentFilter));

/**
 * Consent items that users must have agreed to, for a handler or for all handlers of a class. If both have some, all
 * are required. `KakaoConsentGuard` sends a user who opens a page to Kakao for what is missing, and then back to the
 * page. Other requests get 403 with `WWW-Authenticate` (RFC 6750) and a `consentUrl`. The same happens if Kakao refuses
 * a call in the handler with -402. Without names, only that is checked.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/utilize#scope-user
 * @example
 * @Get('orders/new') @UseGuards(SessionGuard, KakaoConsentGuard) @KakaoScopes('shipping_address')
 */
export const KakaoScopes = (...scopes: string[]): RouteDecorator => requires(KAKAO_SCOPES, scopes);

/**
 * Tags of service terms (Kakao Sync) that users must have agreed to. Works like {@link KakaoScopes}. Kakao shows a
 * screen only if at least one of the missing terms is required.
 */
export const KakaoTerms = (...tags: string[]): RouteDecorator => requires(KAKAO_TERMS, tags);

/**
 * How old the user's last login to Kakao may be, for a handler or for all handlers of a class. If both have a `maxAge`,
 * the lower one applies. `KakaoConsentGuard` asks a user who opens a page to log in again (`prompt=login`), and then
 * returns to the page. Other requests get 401 with `insufficient_user_authentication` (RFC 9470).
 *
 * @param options `maxAge` in seconds
 * @example
 * @Post('withdraw') @UseGuards(SessionGuard, KakaoConsentGuard) @KakaoRecentLogin({ maxAge: 300 })
 */
export const KakaoRecentLogin = ({ maxAge }: { maxAge: number }): RouteDecorator => requires(KAKAO_MAX_AGE, maxAge);

/** Returns what the decorators of the route and its class require; `undefined` when there are none. */
export function requirementOf(context: ExecutionContext): KakaoRequirement | undefined {
  const targets = [context.getClass(), context.getHandler()];
  const all = <Value>(key: string): Value[] =>
    targets.map((target) => reflector.get<Value | undefined>(key, target)).filter((value) => value !== undefined);
  const [scopes, terms, ages] = [all<string[]>(KAKAO_SCOPES), all<string[]>(KAKAO_TERMS), all<number>(KAKAO_MAX_AGE)];
  if (scopes.length + terms.length + ages.length === 0) return undefined;
  return {
    scopes: [...new Set(scopes.flat())],
    terms: [...new Set(terms.flat())],
    ...(ages.length > 0 && { maxAge: Math.min(...ages) }),
  };
}
