import { Injectable } from '@nestjs/common';
import type { KakaoLogin, KakaoTokenLogin } from '@kakao-login/passport';

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

/**
 * What your application does with a Kakao token that a native app sent along: one injectable class with one method, given
 * to `KakaoModule` as `tokenHandler`. What it returns becomes `req.user`; `false` or `null` refuses with 401.
 *
 * It runs for every guarded request, so look users up by `login.id`: `await login.profile()` may call Kakao.
 */
@Injectable()
export abstract class KakaoTokenHandler<User = unknown> {
  /**
   * @param login user ID, Kakao's data about the access token, claims of the ID token
   * @param request the request of your platform
   */
  abstract handle(login: KakaoTokenLogin, request: unknown): User | false | null | Promise<User | false | null>;
}

/** Used when the module has no `tokenHandler`: `req.user` is the `KakaoTokenLogin` itself. */
@Injectable()
export class PlainTokenHandler extends KakaoTokenHandler<KakaoTokenLogin> {
  handle(login: KakaoTokenLogin): KakaoTokenLogin {
    return login;
  }
}
