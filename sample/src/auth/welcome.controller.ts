import { Controller, Get, UseGuards } from '@nestjs/common';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import { type View, view } from '../web/view.js';
import { WelcomePage } from './welcome.page.js';

@Controller('welcome')
@UseGuards(SignedInGuard, LinkedGuard)
export class WelcomeController {
  @Get()
  show(): View {
    return view(WelcomePage, {});
  }
}
