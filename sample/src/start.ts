import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AppModule } from './app.module.js';
import { kakaoAppFromEnv, optional, portFromEnv, secretFromEnv, type ShopConfig } from './config.js';
import { freePort } from './free-port.js';
import { type EmulatedKakao, startEmulator } from './kakao-emulator.js';

export interface RunningShop {
  url: string;
  /** Absent when the shop talks to the real Kakao. */
  emulated?: EmulatedKakao;
  app: INestApplication;
  close(): Promise<void>;
}

/** Starts the shop, and the emulator beside it unless real keys are given. */
export async function startShop(env: NodeJS.ProcessEnv): Promise<RunningShop> {
  const realKakao = kakaoAppFromEnv(env, 'KAKAO_');
  // On the emulator nobody is real, so nobody else on the network is let in.
  const host = env['HOST'] ?? (realKakao === undefined ? '127.0.0.1' : undefined);
  const port = await freePort(portFromEnv(env, 'PORT', 3000), 'PORT');
  const { publicUrl: given = `http://localhost:${port}` } = optional('publicUrl', env['PUBLIC_URL']);
  const publicUrl = given.replace(/\/+$/, '');
  const emulated = realKakao === undefined ? await emulate(env, publicUrl) : undefined;
  try {
    const wholesale = emulated?.wholesale ?? kakaoAppFromEnv(env, 'KAKAO_WHOLESALE_');
    const config: ShopConfig = {
      port,
      ...optional('host', host),
      publicUrl,
      sessionSecret: secretFromEnv(env, 'SESSION_SECRET') ?? randomBytes(32).toString('base64url'),
      ...optional('databaseUrl', env['DATABASE_URL']),
      ...optional('pgliteDir', env['PGLITE_DIR']),
      ...optional('ownerKakaoId', env['OWNER_KAKAO_ID']),
      serviceTerms: emulated?.serviceTerms ?? (env['KAKAO_SERVICE_TERMS'] ?? '').split(',').filter((tag) => tag !== ''),
      kakao: emulated?.kakao ?? (realKakao as NonNullable<typeof realKakao>),
      ...(wholesale !== undefined && { wholesale }),
      ...optional('emulatorUrl', emulated?.emulator.url),
    };
    const app = await openShop(config);
    return {
      url: publicUrl,
      ...(emulated !== undefined && { emulated }),
      app,
      close: async () => {
        await app.close();
        await emulated?.emulator.close();
      },
    };
  } catch (error) {
    await emulated?.emulator.close();
    throw error;
  }
}

async function emulate(env: NodeJS.ProcessEnv, publicUrl: string): Promise<EmulatedKakao> {
  const port = portFromEnv(env, 'KAKAO_EMULATOR_PORT', 8787);
  return startEmulator(publicUrl, await freePort(port, 'KAKAO_EMULATOR_PORT'));
}

async function openShop(config: ShopConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    logger: ['error', 'warn'],
    // A browser keeps its connections open; closing must not wait for it.
    forceCloseConnections: true,
    // main.ts says what is wrong in one sentence, instead of Nest ending the process.
    abortOnError: false,
  });
  app.disable('x-powered-by');
  // Beside src and beside dist alike.
  app.useStaticAssets(fileURLToPath(new URL('../public', import.meta.url)), { prefix: '/assets/', index: false });
  if (config.host === undefined) await app.listen(config.port);
  else await app.listen(config.port, config.host);
  return app;
}
