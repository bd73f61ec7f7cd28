import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { leaveCalls } from '../auth/calls.js';
import { TalkAutoLogin } from '../auth/talk-auto-login.js';
import { CurrentVisit } from '../visit/decorators.js';
import type { Visit } from '../visit/visit.js';
import { type View, view } from '../web/view.js';
import { GoodbyePage } from './goodbye.page.js';
import { HomePage } from './home.page.js';

@Controller()
export class HomeController {
  /** The front page. Kakao sends the browser here after its own logout. */
  @Get()
  @UseGuards(TalkAutoLogin)
  async show(
    @CurrentVisit() visit: Visit,
    @Query('state') state: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<View | undefined> {
    const { logoutState } = visit.session;
    if (logoutState === undefined || state !== logoutState) return view(HomePage, {});
    await visit.endSession();
    await visit.notify({
      tone: 'good',
      text: {
        ko: '모든 기기에서 로그아웃했어요.',
        en: 'You are logged out on all your devices.',
      },
      ...leaveCalls.everywhere,
    });
    response.redirect(303, '/');
    return undefined;
  }

  @Get('goodbye')
  goodbye(): View {
    return view(GoodbyePage, {});
  }
}
