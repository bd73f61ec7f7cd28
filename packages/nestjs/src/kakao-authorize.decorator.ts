import { Reflector } from '@nestjs/core';
import type { CustomDecorator, ExecutionContext } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { KakaoAuthenticateOptions as Options, KakaoAuthorizeOptions } from '@kakao-login/passport';

type OfStrategy =
  keyof KakaoAuthorizeOptions | 'state' | 'nonce' | 'returnTo' | 'link' | 'silent' | 'callbackURL' | 'leg';

/**
 * Options of one login that make sense with a guard: those of `KakaoStrategy`, and Passport's `failureRedirect`. Passport's
 * other options have no effect, because a guard continues to its route, keeps no session and throws errors.
 */
export type KakaoAuthenticateOptions = Options & {
  [Ignored in Exclude<keyof Options, OfStrategy | 'failureRedirect'>]?: never;
};

/** Options of one login, or a function that returns them for the current request. */
export type KakaoRouteOptions =
  | KakaoAuthenticateOptions
  | ((context: ExecutionContext) => KakaoAuthenticateOptions | Promise<KakaoAuthenticateOptions>);

const KAKAO_AUTHORIZE = 'kakao-login:authorize';
const reflector = new Reflector();

/**
 * Sets how a route (or every route of a controller) sends users to Kakao: `prompt`, `scope`, `serviceTerms`,
 * `loginHint`… `KakaoAuthGuard` reads it. Options of the route override those of its controller.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
 * @example
 * @Get('more') @UseGuards(KakaoAuthGuard) @KakaoAuthorize({ scope: ['shipping_address'] })
 */
export function KakaoAuthorize(options: KakaoRouteOptions): CustomDecorator {
  return SetMetadata(KAKAO_AUTHORIZE, options);
}

/** Returns the options of this request from the decorators of the route and its controller. */
export async function authorizeOptions(context: ExecutionContext): Promise<KakaoAuthenticateOptions> {
  const merged: KakaoAuthenticateOptions = {};
  for (const target of [context.getClass(), context.getHandler()]) {
    const options = reflector.get<KakaoRouteOptions | undefined>(KAKAO_AUTHORIZE, target);
    Object.assign(merged, typeof options === 'function' ? await options(context) : options);
  }
  return merged;
}
