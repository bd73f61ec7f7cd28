export { securityEventUris } from './events.js';
export type {
  KakaoAccountEvent,
  KakaoScopeEvent,
  KakaoSecurityEvent,
  KakaoSecurityEventOf,
  KakaoUnknownEvent,
  KakaoUnlink,
  KakaoUserUnlinkedEvent,
  KakaoWebhook,
  SecurityEventName,
  UnlinkReason,
  UnlinkReferrer,
} from './events.js';
export type { WebhookHeaders } from './headers.js';
export { parseUnlink } from './unlink.js';
export type { ParseUnlinkOptions, UnlinkRequest } from './unlink.js';
export { verifySecurityEvent } from './security-event.js';
export type { VerifySecurityEventOptions } from './security-event.js';
export { signSecurityEvent } from './sign.js';
export type { SecurityEventSigner, SecurityEventToSign } from './sign.js';
export { memoryInbox } from './inbox.js';
export type { MemoryInboxOptions, Wait, WebhookInbox, WebhookInboxDetails } from './inbox.js';
export { createWebhookReceiver } from './receiver.js';
export type { WebhookReceiver, WebhookReceiverOptions } from './receiver.js';
