import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Injectable,
  Post,
  Redirect,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  InjectKakao,
  KakaoAuthGuard,
  KakaoAuthorize,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoLoginTickets,
  KakaoModule,
  KakaoUser,
  getKakaoToken,
} from '@kakao-login/nestjs';
import { APP_FILTER } from '@nestjs/core';
import { createHash, randomBytes } from 'node:crypto';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Member {
  name: string;
}
interface Kept {
  challenge?: string;
}

const frontEnd = 'http://app.example';
const hash = (text: string) => createHash('sha256').update(text).digest('base64url');

@Injectable()
class MemberLogin extends KakaoLoginHandler<Member> {
  handle({ profile }: KakaoLogin): Member {
    return { name: profile.displayName };
  }
}

function keepChallenge(context: ExecutionContext) {
  const { challenge } = context.switchToHttp().getRequest<{ query: Kept }>().query;
  return challenge === undefined ? {} : { state: { challenge } };
}

@Controller('auth')
class AuthController {
  constructor(
    private readonly tickets: KakaoLoginTickets<Member>,
    @InjectKakao('wholesale', KakaoLoginTickets) readonly others: KakaoLoginTickets,
  ) {}

  @Get('kakao')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize(keepChallenge)
  login(): void {}

  @Get('kakao/callback')
  @UseGuards(KakaoAuthGuard)
  @Redirect()
  async callback(@KakaoUser() member: Member, @KakaoLogin('state') state?: Kept): Promise<{ url: string }> {
    return { url: `${frontEnd}/done#ticket=${await this.tickets.issue(member, state)}` };
  }

  @Post('ticket')
  @HttpCode(200)
  async redeem(@Body() body?: Record<string, unknown>): Promise<Member> {
    const { ticket, verifier } = body ?? {};
    const member = await this.tickets.redeem(ticket, verifier);
    if (member === undefined) throw new UnauthorizedException();
    return member;
  }
}

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;
  let clock = 0;

  beforeAll(async () => {
    const port = await freePort();
    const callbackURL = `http://127.0.0.1:${port}/auth/kakao/callback`;
    emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
    const { restApiKey: clientID, clientSecret } = emulator.app;
    const kakao = { clientID, clientSecret, callbackURL, hosts: emulator.url };
    started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRoot({ ...kakao, loginHandler: MemberLogin, tickets: { now: () => Date.now() + clock } }),
          KakaoModule.forRoot({ ...kakao, name: 'wholesale' }),
        ],
        controllers: [AuthController],
        providers: [{ provide: APP_FILTER, useClass: KakaoExceptionFilter }],
      },
      { port },
    );
  });
  beforeEach(() => {
    clock = 0;
    browser = new Browser();
  });
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  /** Starts a login like the front end, and reads the ticket from the fragment. */
  async function ticketFor(verifier: string): Promise<string | null> {
    const login = `${started.url}/auth/kakao?challenge=${hash(verifier)}`;
    const answer = await logIn(browser, login, '1001', emulator.url, (location) => location.startsWith(frontEnd));
    return new URLSearchParams(new URL(answer.location).hash.slice(1)).get('ticket');
  }
  const redeem = (ticket: unknown, verifier: unknown) =>
    browser.postJson(`${started.url}/auth/ticket`, { ticket, verifier }, { accept: 'application/json' });

  test('the front end gets the member for its ticket, once', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const ticket = await ticketFor(verifier);
    const answer = await redeem(ticket, verifier);
    expect([answer.status, answer.json()]).toEqual([200, { name: '달빛' }]);
    expect((await redeem(ticket, verifier)).status).toBe(401);
    await browser.close();
  });

  test('a ticket is refused without the verifier, and after a minute', async () => {
    const verifier = randomBytes(32).toString('base64url');
    expect((await redeem(await ticketFor(verifier), undefined)).status).toBe(401);
    const late = await ticketFor(verifier);
    clock = 61_000;
    expect((await redeem(late, verifier)).status).toBe(401);
    await browser.close();
  });

  test('a request without a body or with an empty one is refused, and not with 500', async () => {
    expect((await fetch(`${started.url}/auth/ticket`, { method: 'POST' })).status).toBe(401);
    expect((await browser.postJson(`${started.url}/auth/ticket`, null)).status).toBeLessThan(500);
    await browser.close();
  });

  test('each Kakao app has its own tickets', async () => {
    const controller = started.app.get(AuthController);
    expect(controller.others).toBe(started.app.get(getKakaoToken(KakaoLoginTickets, 'wholesale')));
    const ticket = await controller.others.issue('wholesaler');
    expect((await redeem(ticket, undefined)).status).toBe(401);
    expect(await controller.others.redeem(ticket)).toBe('wholesaler');
  });
});
