export { createKakaoEmulator } from './create.js';
export type { KakaoEmulator, PersonInput } from './create.js';
export { defaultSeed } from './seed/default.js';
export { SeedError } from './seed/read.js';
export type {
  AdminApi,
  AdminKeySeed,
  AppSeed,
  ConsentStage,
  JavaScriptKeySeed,
  KakaoEmulatorOptions,
  LinkSeed,
  NativeKeySeed,
  PersonSeed,
  RestApiKeySeed,
  Seed,
  TermSeed,
  WebhooksSeed,
} from './seed/types.js';
export type { SignInOptions, SignedIn } from './sign-in.js';
export type { EmulatedApp, EmulatedPerson } from './view.js';
export type { Span } from './clock.js';
