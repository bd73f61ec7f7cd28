import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoLogin, KakaoModule, KakaoVault } from '@kakao-login/nestjs';
import { Controller, Get, Inject, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';

@Controller('auth/kakao')
class AuthController {
  constructor(@Inject(KakaoVault) private readonly vault: KakaoVault) {}

  @Get(['', 'callback'])
  @UseGuards(AuthGuard('kakao'))
  async welcome(@KakaoLogin() login: KakaoLogin) {
    const { id } = await this.vault.forUser(login.profile.id).user.me();
    return `Hello ${login.profile.displayName}, member ${id}`;
  }
}

@Module({})
class AppModule {}

/** Logs a user in to a Nest application, and returns the text of the page. */
export async function greeting(emulator: KakaoEmulator): Promise<string> {
  const kakao = KakaoModule.forRoot({
    clientID: emulator.app.restApiKey,
    clientSecret: emulator.app.clientSecret,
    callbackURL: '/auth/kakao/callback',
    hosts: emulator.url,
    vault: {},
  });
  const app = await NestFactory.create(
    { module: AppModule, imports: [kakao], controllers: [AuthController] },
    { logger: ['error'] },
  );
  await app.listen(0, '127.0.0.1');
  try {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const start = `http://localhost:${port}/auth/kakao`;
    await emulator.configure({ redirectUris: [`${start}/callback`] });
    const begun = await fetch(start, { redirect: 'manual' });
    const asked = new URL(begun.headers.get('location') ?? '').searchParams;
    const { callbackUrl } = await emulator.signIn('moonlight@example.com', {
      redirectUri: `${start}/callback`,
      state: asked.get('state') ?? '',
      nonce: asked.get('nonce') ?? '',
      codeChallenge: asked.get('code_challenge') ?? '',
    });
    const cookie = begun.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const page = await fetch(callbackUrl, { headers: { cookie: cookie.join('; ') } });
    return await page.text();
  } finally {
    await app.close();
  }
}
