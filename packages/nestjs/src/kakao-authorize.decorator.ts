import { Reflector } from '@nestjs/core';
import type { CustomDecorator, ExecutionContext } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { KakaoAuthenticateOptions as Options, KakaoAuthorizeOptions } from '@kakao-login/passport';

type OfStrategy =
  keyof KakaoAuthorizeOptions | 'state' | 'nonce' | 'returnTo' | 'link' | 'silent' | 'callbackURL' | 'leg';

/**
 * Options of one login, as a guard follows them: `KakaoStrategy`'s, and of Passport's own `failureRedirect`. A guard goes on to
 * its route, keeps no session, and throws what went wrong, so the others would do nothing.
 */
export type KakaoAuthenticateOptions = Options & {
  [Ignored in Exclude<keyof Options, OfStrategy | 'failureRedirect'>]?: never;
};

/** Options of one login, or a function that makes them for the request at hand. */
export type KakaoRouteOptions =
  | KakaoAuthenticateOptions
  | ((context: ExecutionContext) => KakaoAuthenticateOptions | Promise<KakaoAuthenticateOptions>);

const KAKAO_AUTHORIZE = 'kakao-login:authorize';
const reflector = new Reflector();

/**
 * Says how a route (or every route of a controller) sends people to Kakao: `prompt`, `scope`, `serviceTerms`,
 * `loginHint`… Read by `KakaoAuthGuard`. Options of the route win over those of its controller.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
 * @example
 * @Get('more') @UseGuards(KakaoAuthGuard) @KakaoAuthorize({ scope: ['shipping_address'] })
 */
export function KakaoAuthorize(options: KakaoRouteOptions): CustomDecorator {
  return SetMetadata(KAKAO_AUTHORIZE, options);
}

/** What the decorators on the route and its controller say for this request. */
export async function authorizeOptions(context: ExecutionContext): Promise<KakaoAuthenticateOptions> {
  const merged: KakaoAuthenticateOptions = {};
  for (const target of [context.getClass(), context.getHandler()]) {
    const options = reflector.get<KakaoRouteOptions | undefined>(KAKAO_AUTHORIZE, target);
    Object.assign(merged, typeof options === 'function' ? await options(context) : options);
  }
  return merged;
}
