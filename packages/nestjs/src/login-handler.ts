import { Injectable } from '@nestjs/common';
import type { KakaoLogin } from '@kakao-login/passport';

/**
 * What your application does with a finished login: one injectable class with one method, given to `KakaoModule` as
 * `loginHandler`. What it returns becomes `req.user`; `false` or `null` refuses the login with 401.
 *
 * @example
 * @Injectable()
 * class MemberLogin extends KakaoLoginHandler<Member> {
 *   constructor(private readonly members: MemberRepository) {
 *     super();
 *   }
 *   handle(login: KakaoLogin): Promise<Member> {
 *     return this.members.findOrCreate(login.profile.id, login.profile.displayName);
 *   }
 * }
 */
@Injectable()
export abstract class KakaoLoginHandler<User = unknown> {
  /**
   * @param login profile, tokens, ID token claims, and the `state` that this login began with
   * @param request the request of your platform (Express `Request`, `FastifyRequest`); declare the type that you use
   */
  abstract handle(login: KakaoLogin, request: unknown): User | false | null | Promise<User | false | null>;
}

/** Used when the module has no `loginHandler`: `req.user` is the `KakaoLogin` itself. */
@Injectable()
export class PlainLoginHandler extends KakaoLoginHandler<KakaoLogin> {
  handle(login: KakaoLogin): KakaoLogin {
    return login;
  }
}
