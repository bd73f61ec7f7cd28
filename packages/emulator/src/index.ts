export { createKakaoEmulator } from './create.js';
export type { EmulatorWebhooks, InApp, KakaoEmulator, PersonInput } from './create.js';
export { defaultSeed } from './seed/default.js';
export { SeedError } from './seed/read.js';
export type {
  AddressSeed,
  AdminApi,
  AdminKeySeed,
  AppSeed,
  ConsentItem,
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
export type { SentBack, SignInAtOptions, SignInOptions, SignedIn } from './kauth/sign-in.js';
export type { EmulatedApp, EmulatedPerson } from './store/view.js';
export type { AppChanges, PersonChanges } from './seed/configure.js';
export type { Span } from './store/clock.js';
export type { TokenCount } from './store/entities.js';
export type { Fault, FaultKind, IdTokenFlaw } from './faults/fault.js';
export type { PlannedFault } from './faults/plan.js';
export type { LoggedRequest } from './request-log.js';
export { readSeedFile } from './seed/file.js';
export type { EmulatorState } from './state/save.js';
export type { AccountEvent, EventFields, FieldsOf, UnlinkEventReason, UnlinkReason } from './webhooks/events.js';
export type { AccountEventInput, Delivery } from './webhooks/webhooks.js';
