import {
  type AppSeed,
  createKakaoEmulator,
  defaultSeed,
  type EmulatedApp,
  type EmulatedPerson,
  type KakaoEmulator,
} from '@kakao-login/emulator';
import { callbackPaths, type KakaoApp } from './config.js';

export interface EmulatedKakao {
  emulator: KakaoEmulator;
  kakao: KakaoApp;
  wholesale: KakaoApp;
  /** Tags of the terms that the first app has. */
  serviceTerms: readonly string[];
  /** A user to log in as. */
  person: EmulatedPerson;
}

/** Starts the emulator with its two default apps and six people, and registers the shop's actual address. */
export async function startEmulator(publicUrl: string, port: number): Promise<EmulatedKakao> {
  const emulator = await createKakaoEmulator({
    ...defaultSeed,
    port,
    apps: defaultSeed.apps.map((app) => registeredAt(publicUrl, app)),
  });
  const [shop, wholesale] = emulator.apps;
  const [person] = emulator.people;
  if (shop === undefined || wholesale === undefined || person === undefined) {
    throw new Error('The emulator came without its two apps and its people.');
  }
  const serviceTerms = (defaultSeed.apps[0].terms ?? []).map((term) => term.tag);
  return { emulator, kakao: keysOf(shop), wholesale: keysOf(wholesale), serviceTerms, person };
}

/** What you would enter in Kakao's console: redirect URIs for both keys, and the origin of the pages. */
function registeredAt(publicUrl: string, app: AppSeed): AppSeed {
  const redirectUris = Object.values(callbackPaths).map((path) => publicUrl + path);
  return {
    ...app,
    restApiKeys: (app.restApiKeys ?? []).map((key) => ({ ...key, redirectUris })),
    javascriptKeys: (app.javascriptKeys ?? []).map((key) => ({ ...key, redirectUris, domains: [publicUrl] })),
    logoutRedirectUris: [`${publicUrl}/`],
  };
}

function keysOf({ restApiKey, clientSecret, adminKey, javascriptKey }: EmulatedApp): KakaoApp {
  return { clientId: restApiKey, clientSecret, adminKey, javascriptKey };
}
