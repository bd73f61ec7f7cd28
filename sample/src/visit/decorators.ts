import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { KakaoVault, type KakaoVaultUser } from '@kakao-login/nestjs';
import type { Member } from '../database/schema.js';
import { LinkNeeded } from './signed-in.guard.js';
import type { ShopRequest, Visit } from './visit.js';

const visitOf = (context: ExecutionContext): Visit => context.switchToHttp().getRequest<ShopRequest>().visit;

/** The current {@link Visit}. */
export const CurrentVisit = createParamDecorator((_: unknown, context: ExecutionContext): Visit => visitOf(context));

@Injectable()
class KakaoOfMember implements PipeTransform<Member | undefined, KakaoVaultUser> {
  constructor(private readonly vault: KakaoVault) {}

  transform(member: Member | undefined): KakaoVaultUser {
    const kakaoId = member?.kakaoId ?? undefined;
    if (kakaoId === undefined) throw new LinkNeeded(undefined);
    return this.vault.forUser(kakaoId);
  }
}

/** The member who is logged in, on routes with {@link SignedInGuard}. */
export const CurrentMember = createParamDecorator((_: unknown, context: ExecutionContext) => visitOf(context).member);

/** Kakao's API as the member who is logged in. The vault adds the token, and refreshes it when needed. */
export const CurrentKakao = (): ParameterDecorator => CurrentMember(KakaoOfMember);
