import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AppModule } from './app.module.js';
import {
  databaseUrlFromEnv,
  kakaoAppFromEnv,
  kakaoIdFromEnv,
  portFromEnv,
  publicUrlFromEnv,
  redisUrlFromEnv,
  secretFromEnv,
  type ShopConfig,
  vaultKeysFromEnv,
} from './config.js';
import { drain } from './drain.js';
import { type Environment, withoutEmpty } from './environment.js';
import { type EmulatedKakao, startEmulator } from './kakao-emulator.js';
import { freePort, listenError } from './ports.js';
import { keyFromSecret } from './vault/key-from-secret.js';

export interface RunningShop {
  url: string;
  /** Absent when the shop talks to the real Kakao. */
  emulated?: EmulatedKakao;
  /** Whether `/kakao/xray` shows the timeline of each login. */
  xray: boolean;
  app: INestApplication;
  /** Finishes requests in progress, then stops. */
  close(): Promise<void>;
}

/**
 * Starts the shop, and the emulator beside it unless real keys are given.
 *
 * @throws Error with a sentence that names the variable to change
 */
export async function startShop(variables: NodeJS.ProcessEnv): Promise<RunningShop> {
  const env = withoutEmpty(variables);
  const realKakao = kakaoAppFromEnv(env, 'KAKAO_');
  const wanted = portFromEnv(env, 'PORT', 3000);
  const emulatorPort = portFromEnv(env, 'KAKAO_EMULATOR_PORT', 8787);
  if (realKakao === undefined && emulatorPort === wanted && wanted !== 0) {
    throw new Error(`The shop and the emulator cannot share port ${wanted}: give PORT or KAKAO_EMULATOR_PORT another.`);
  }
  const secret = secretFromEnv(env, 'SESSION_SECRET');
  const sessionSecret = secret ?? randomBytes(32).toString('base64url');
  const places = {
    databaseUrl: databaseUrlFromEnv(env, 'DATABASE_URL'),
    pgliteDir: env['PGLITE_DIR'],
    redisUrl: redisUrlFromEnv(env, 'REDIS_URL'),
  };
  const outlives = Object.values(places).some((place) => place !== undefined);
  const derived = secret === undefined && outlives ? undefined : [keyFromSecret(sessionSecret)];
  const vaultKeys = vaultKeysFromEnv(env, 'VAULT_KEYS') ?? derived;
  if (places.redisUrl !== undefined && vaultKeys === undefined) {
    throw new Error(
      'REDIS_URL needs SESSION_SECRET or VAULT_KEYS: no later process could decrypt the tokens otherwise.',
    );
  }
  const givenUrl = publicUrlFromEnv(env, 'PUBLIC_URL');
  const settings = {
    ...places,
    sessionSecret,
    vaultKeys,
    // Anyone can log in with the emulator, so do not accept connections from the network.
    host: env['HOST'] ?? (realKakao === undefined ? '127.0.0.1' : undefined),
    ownerKakaoId: kakaoIdFromEnv(env, 'OWNER_KAKAO_ID'),
    xray: givenUrl === undefined && env['NODE_ENV'] !== 'production',
  };
  const port = await freePort(wanted, 'PORT');
  const publicUrl = givenUrl ?? `http://localhost:${port}`;
  const emulated =
    realKakao === undefined
      ? await startEmulator(publicUrl, await freePort(emulatorPort, 'KAKAO_EMULATOR_PORT'))
      : undefined;
  try {
    const app = await openShop({
      ...settings,
      port,
      publicUrl,
      ...(realKakao === undefined ? emulatedKakao(emulated as EmulatedKakao) : realApps(realKakao, env)),
    });
    return {
      url: publicUrl,
      emulated,
      xray: settings.xray,
      app,
      close: async () => {
        await drain(app.getHttpServer());
        await app.close();
        await emulated?.emulator.close();
      },
    };
  } catch (error) {
    await emulated?.emulator.close();
    throw error;
  }
}

type KakaoSettings = Pick<ShopConfig, 'kakao' | 'wholesale' | 'serviceTerms' | 'emulatorUrl'>;

function emulatedKakao({ kakao, wholesale, serviceTerms, emulator }: EmulatedKakao): KakaoSettings {
  return { kakao, wholesale, serviceTerms, emulatorUrl: emulator.url };
}

function realApps(kakao: ShopConfig['kakao'], env: Environment): KakaoSettings {
  const tags = (env['KAKAO_SERVICE_TERMS'] ?? '').split(',').map((tag) => tag.trim());
  return {
    kakao,
    wholesale: kakaoAppFromEnv(env, 'KAKAO_WHOLESALE_'),
    serviceTerms: tags.filter((tag) => tag !== ''),
  };
}

async function openShop(config: ShopConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    logger: ['error', 'warn'],
    // main.ts prints one sentence. Nest would print a stack and end the process.
    abortOnError: false,
    bufferLogs: true,
    autoFlushLogs: false,
  });
  try {
    app.flushLogs();
    app.disable('x-powered-by');
    // The folder is next to both src and dist.
    app.useStaticAssets(fileURLToPath(new URL('../public', import.meta.url)), { prefix: '/assets/', index: false });
    if (config.host === undefined) await app.listen(config.port);
    else await app.listen(config.port, config.host);
    return app;
  } catch (error) {
    await app.close();
    throw listenError(error, config.port, 'PORT', config.host);
  }
}
