import { type CanActivate, type ExecutionContext, ForbiddenException, Inject, Injectable } from '@nestjs/common';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import type { ShopRequest } from '../visit/visit.js';

/**
 * Only the owner can open these pages, because the admin key reads the data of all users: the member whose Kakao ID is
 * `OWNER_KAKAO_ID`. With the emulator, where no user is real, every member can.
 */
@Injectable()
export class OwnerGuard implements CanActivate {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly members: MembersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { memberId } = context.switchToHttp().getRequest<ShopRequest>().visit.session;
    const member = memberId === undefined ? undefined : await this.members.find(memberId);
    const { emulatorUrl, ownerKakaoId } = this.config;
    if (emulatorUrl !== undefined || (ownerKakaoId !== undefined && member?.kakaoId === ownerKakaoId)) return true;
    throw new ForbiddenException('Only for the member whose number is in OWNER_KAKAO_ID.');
  }
}
