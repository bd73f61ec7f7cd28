import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import type { KakaoVaultUser } from '@kakao-login/nestjs';
import { CurrentKakao } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import { type View, view } from '../web/view.js';
import { propertyKeyChoices } from './property-keys.js';
import { UserInfoPage } from './user-info.page.js';

/** What Kakao shares about the member: everything, or the chosen keys. */
@Controller('me')
@UseGuards(SignedInGuard, LinkedGuard)
export class UserInfoController {
  @Get()
  async show(@CurrentKakao() kakao: KakaoVaultUser, @Query('key') chosen: unknown): Promise<View> {
    const wanted = new Set(Array.isArray(chosen) ? chosen : [chosen]);
    const propertyKeys = propertyKeyChoices.filter((key) => wanted.has(key));
    const chosenOnly = propertyKeys.length > 0 ? { propertyKeys } : {};
    const user = await kakao.user.me({ ...chosenOnly, secureResource: true });
    return view(UserInfoPage, { user, propertyKeys });
  }
}
