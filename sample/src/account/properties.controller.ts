import { Body, Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import type { KakaoVaultUser } from '@kakao-login/nestjs';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { PropertiesPage, propertyFields } from './properties.page.js';

/** User properties: what the shop stores about a member at Kakao. */
@Controller('me/properties')
@UseGuards(SignedInGuard, LinkedGuard)
export class PropertiesController {
  @Get()
  async show(@CurrentKakao() kakao: KakaoVaultUser): Promise<View> {
    const user = await kakao.user.me({ propertyKeys: ['properties.'] });
    return view(PropertiesPage, { user });
  }

  @Post()
  @Redirect('/me/properties', 303)
  async store(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Body() body: Record<string, unknown> = {},
  ): Promise<void> {
    const properties: Record<string, string> = {};
    for (const name of propertyFields) {
      const value = body[name];
      if (typeof value === 'string') properties[name] = value.trim().slice(0, 200);
    }
    // A key that is not registered in the console, to show the error.
    if (typeof body['extraKey'] === 'string' && body['extraKey'] !== '')
      properties[body['extraKey'].slice(0, 50)] = 'x';
    const result = await kakao.user.updateProfile(properties);
    await visit.notify({
      tone: 'good',
      text: { ko: '취향 정보를 저장했어요.', en: 'Your preferences are saved.' },
      ...calls.update,
      result: { request: { properties }, response: result },
    });
  }
}
