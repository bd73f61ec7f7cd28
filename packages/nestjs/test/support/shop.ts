import {
  Controller,
  ForbiddenException,
  Get,
  Inject,
  Injectable,
  Module,
  Req,
  Scope,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import {
  KakaoAuthGuard,
  KakaoAuthorize,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
} from '@kakao-login/nestjs';

interface Request {
  user?: unknown;
  query: Record<string, string>;
  url: string;
}
interface Member {
  name: string;
  kakaoId: string;
  logins: number;
}

@Injectable()
class MemberRepository {
  readonly members = new Map<string, Member>();

  logIn(kakaoId: string, name: string): Member {
    const member = this.members.get(kakaoId) ?? { name, kakaoId, logins: 0 };
    this.members.set(kakaoId, member);
    member.logins += 1;
    return member;
  }
}

@Module({ providers: [MemberRepository], exports: [MemberRepository] })
export class MembersModule {}

@Injectable()
export class MemberLogin extends KakaoLoginHandler<Member> {
  constructor(private readonly members: MemberRepository) {
    super();
  }

  handle({ profile, state }: KakaoLogin): Member | null {
    if (state === 'turn away') return null;
    if (state === 'throw') throw new ForbiddenException('탈퇴한 회원입니다.');
    return this.members.logIn(profile.id, profile.displayName);
  }
}

@Injectable({ scope: Scope.REQUEST })
export class RequestScopedLogin extends KakaoLoginHandler {
  constructor(@Inject(REQUEST) private readonly request: Request) {
    super();
  }

  handle(login: KakaoLogin, request: Request): object {
    return { id: login.profile.id, same: this.request === request, code: typeof request.query['code'] };
  }
}

@Controller('auth/kakao')
export class RetailController {
  @Get()
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize((context) => {
    const { keep, prompt, failure } = context.switchToHttp().getRequest<Request>().query;
    return {
      ...(keep !== undefined && { state: keep }),
      ...(prompt !== undefined && { prompt }),
      ...(failure !== undefined && { failureRedirect: failure }),
    };
  })
  login(): void {}

  @Get('callback')
  @UseGuards(AuthGuard('kakao'))
  callback(
    @Req() request: Request,
    @KakaoLogin() login: KakaoLogin,
    @KakaoLogin('profile') profile: KakaoLogin['profile'],
  ): unknown {
    const { tokens, claims, state } = login;
    return {
      user: request.user,
      tokens: Object.keys(tokens),
      subject: claims?.sub,
      profile: profile.displayName,
      state,
    };
  }

  @Get('unguarded')
  unguarded(@KakaoLogin() login: KakaoLogin): unknown {
    return login;
  }
}

@Controller('auth/wholesale')
@UseGuards(KakaoAuthGuard.for('wholesale'))
@UseFilters(KakaoExceptionFilter)
export class WholesaleController {
  /** One route for both legs, as in many applications. */
  @Get()
  both(@Req() request: Request): unknown {
    return request.user;
  }
}

@Controller('auth/scoped')
@UseGuards(AuthGuard('scoped'))
export class ScopedController {
  @Get()
  both(@Req() request: Request): unknown {
    return request.user;
  }
}

@Injectable()
class LenientGuard extends KakaoAuthGuard {
  override handleRequest(_error: unknown, user: unknown): never {
    return (user || { name: 'a visitor' }) as never;
  }
}

const keepsState = (context: ExecutionContext) => {
  const { query, url } = context.switchToHttp().getRequest<Request>();
  return { callbackURL: url.split('?')[0]!, state: query['keep'] };
};

@Controller('auth')
@KakaoAuthorize(keepsState)
@UseFilters(KakaoExceptionFilter)
export class RefusingController {
  @Get('strict')
  @UseGuards(KakaoAuthGuard)
  strict(): void {}

  @Get('lenient')
  @UseGuards(LenientGuard)
  lenient(@Req() request: Request): unknown {
    return request.user;
  }
}
