import { Controller, Get, HttpCode, NotFoundException, Param, Post, Query, UseGuards } from '@nestjs/common';
import { KakaoUserService } from '@kakao-login/nestjs';
import { MembersService } from '../members/members.service.js';
import { SignedInGuard } from '../visit/signed-in.guard.js';
import { type View, view } from '../web/view.js';
import { OwnerGuard } from './owner.guard.js';
import { NightJobPage } from './night-job.page.js';
import { NightJob } from './night-job.service.js';
import { OwnerPage } from './owner.page.js';
import { UserPage } from './user.page.js';

const limit = 5;
/** Kakao allows at most twenty users in one call that names properties. */
const propertyKeys = ['kakao_account.profile', 'kakao_account.email', 'has_signed_up'];

/** What the admin key can read: all linked users, shown beside the shop's own table. */
@Controller('owner')
@UseGuards(SignedInGuard, OwnerGuard)
export class OwnerController {
  constructor(
    private readonly users: KakaoUserService,
    private readonly members: MembersService,
    private readonly nightJob: NightJob,
  ) {}

  @Get()
  async show(@Query('from') from: unknown, @Query('order') direction: unknown): Promise<View> {
    const fromId = typeof from === 'string' && /^\d{1,19}$/.test(from) ? from : undefined;
    const order = direction === 'desc' ? 'desc' : 'asc';
    const page = await this.users.ids({ limit, order, ...(fromId !== undefined && { fromId }) });
    const users = page.elements.length === 0 ? [] : await this.users.list(page.elements, { propertyKeys });
    return view(OwnerPage, { page, users, order, members: await this.members.all() });
  }

  @Post('night-job')
  @HttpCode(200)
  async runNightJob(): Promise<View> {
    return view(NightJobPage, { result: await this.nightJob.run() });
  }

  @Get(':id')
  async user(@Param('id') targetId: string): Promise<View> {
    if (!/^\d{1,19}$/.test(targetId)) throw new NotFoundException();
    const user = await this.users.me({ admin: true, targetId });
    return view(UserPage, { user });
  }
}
