import { Body, Controller, Get, Post, Redirect, UseGuards } from '@nestjs/common';
import { KakaoUserService } from '@kakao-login/nestjs';
import { Caller, CurrentVisit } from '../visit/decorators.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { calls } from './calls.js';
import { PropertiesPage, propertyFields } from './properties.page.js';

/** User properties: what the shop stores about a member at Kakao. */
@Controller('me/properties')
@UseGuards(SignedInGuard)
export class PropertiesController {
  constructor(private readonly users: KakaoUserService) {}

  @Get()
  async show(@Caller() caller: Caller): Promise<View> {
    const user = await this.users.me(caller, { propertyKeys: ['properties.'] });
    return view(PropertiesPage, { user });
  }

  @Post()
  @Redirect('/me/properties', 303)
  async store(
    @Caller() caller: Caller,
    @CurrentVisit() visit: Visit,
    @Body() body: Record<string, unknown> = {},
  ): Promise<void> {
    const properties: Record<string, string> = {};
    for (const name of propertyFields) {
      const value = body[name];
      if (typeof value === 'string') properties[name] = value.trim().slice(0, 200);
    }
    // A key that is not registered in the console, to show the refusal.
    if (typeof body['extraKey'] === 'string' && body['extraKey'] !== '')
      properties[body['extraKey'].slice(0, 50)] = 'x';
    const result = await this.users.updateProfile(caller, properties);
    await visit.notify({
      tone: 'good',
      text: { ko: '취향 정보를 저장했어요.', en: 'Your preferences are saved.' },
      ...calls.update,
      result: { request: { properties }, response: result },
    });
  }
}
