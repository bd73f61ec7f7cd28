import type { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { DiscoveryService } from '@nestjs/core';
import { KakaoClient, isKakaoError } from '@kakao-login/client';
import { createWebhookReceiver } from '@kakao-login/client/webhooks';
import type { KakaoWebhook, WebhookReceiver, WebhookReceiverOptions } from '@kakao-login/client/webhooks';
import { KakaoVault } from '@kakao-login/vault';
import { KAKAO_MODULE_NAME } from '../module-options.js';
import type { KakaoModuleOptions } from '../module-options.js';
import { isPath } from '../paths.js';
import { getKakaoToken } from '../tokens.js';
import { usage, usageTexts } from '../usage.js';
import { withVault } from '../vault.js';
import type { KakaoWebhooksOptions } from './options.js';
import { findHandlers, runHandlers } from './webhook-handlers.js';
import type { WebhookHandler } from './webhook-handlers.js';

/** Returns the path of the webhooks; `undefined` when the module does not receive any. */
export function webhookPath({ webhooks }: KakaoModuleOptions): string | undefined {
  if (webhooks === undefined) return undefined;
  const path: unknown = (webhooks as Partial<KakaoWebhooksOptions> | null)?.path;
  if (typeof path === 'string' && isPath(path)) return path;
  throw usage(path === undefined ? 'option_missing' : 'option_malformed', 'webhooks.path', usageTexts().webhookPath);
}

/** Which module uses a path, for each application, because one process may run several. */
const claimed = new WeakMap<object, Map<string, string>>();

/**
 * Prevents two modules of an application from using the same path. The first one would answer all webhooks, and refuse
 * those of the other app.
 *
 * @throws {KakaoUsageError} `option_malformed`
 */
export function claimPath(path: string, name: string, application: object): void {
  const paths = claimed.get(application) ?? new Map<string, string>();
  // Express ignores case and slashes at the ends.
  const plain = path.toLowerCase().replaceAll(/^\/|\/$/g, '');
  const other = paths.get(plain);
  if (other !== undefined) throw usage('option_malformed', 'webhooks.path', usageTexts().webhookPathTaken(other, name));
  claimed.set(application, paths.set(plain, name));
}

/** A module and where it belongs. */
interface Module {
  name: string;
  options: KakaoModuleOptions;
  modules: ModuleRef;
  logger: Logger;
}

/**
 * Creates the receiver of a module with the application's handlers.
 *
 * @throws {KakaoUsageError} when a handler would never be called
 */
export function startWebhooks({ name, options, modules, logger }: Module): WebhookReceiver | undefined {
  const handlers = findHandlers(modules);
  checkNames(handlers, modules);
  const { webhooks, appId, adminKey } = options;
  const mine = handlers.filter(({ subscriptions }) => subscriptions.some(({ app }) => app === name));
  if (webhooks === undefined) {
    if (mine.length === 0) return undefined;
    throw usage('option_missing', 'webhooks', usageTexts().webhooks);
  }
  if (appId === undefined) throw usage('option_missing', 'appId', usageTexts().webhookAppId);
  const { adminKeys = adminKey, audience, maxAge, inbox, wait } = webhooks;
  const vault = modules.get<KakaoVault>(getKakaoToken(KakaoVault, name));
  const forgotten = new WeakSet<KakaoWebhook>();
  const handle = async (webhook: KakaoWebhook): Promise<void> => {
    const isUnlink = webhook.webhook === 'unlink' || webhook.event === 'user-unlinked';
    // Not again when a failed handler is retried: the user may have logged in again in the second of the webhook.
    if (isUnlink && !forgotten.has(webhook)) {
      await withVault(vault, (one) => one.forget(webhook.userId, { occurredAt: webhook.occurredAt }));
      forgotten.add(webhook);
    }
    await runHandlers(mine, webhook, name);
  };
  const wantsUnlink = mine.some(({ subscriptions }) =>
    subscriptions.some(({ app, kinds }) => app === name && kinds.includes('unlink')),
  );
  const receiver: WebhookReceiverOptions = {
    client: modules.get<KakaoClient>(getKakaoToken(KakaoClient, name)),
    appId: String(appId),
    adminKeys,
    audience,
    maxAge,
    inbox,
    wait,
    onEvent: handle,
    ...((wantsUnlink || adminKeys !== undefined) && { onUnlink: handle }),
    onError: (error, webhook) => logger.error(sentence(error, webhook)),
  };
  return createWebhookReceiver(receiver);
}

/** A handler for an app without a module would never be called. */
function checkNames(handlers: readonly WebhookHandler[], modules: ModuleRef): void {
  const providers = modules.get(DiscoveryService, { strict: false }).getProviders();
  const names = providers.filter(({ token }) => token === KAKAO_MODULE_NAME).map(({ instance }) => instance as unknown);
  const wanted = handlers.flatMap(({ subscriptions }) => subscriptions.map(({ app }) => app));
  const missing = wanted.find((app) => !names.includes(app));
  if (missing !== undefined)
    throw usage('module_missing', `The webhook handler of the Kakao app "${missing}"`, usageTexts().module(missing));
}

/** Our own messages contain no secrets. Others could contain anything, and Nest has already logged them. */
function sentence(error: unknown, webhook: KakaoWebhook | undefined): string {
  const kind = webhook?.webhook === 'event' ? webhook.event : (webhook?.webhook ?? 'request');
  const why = isKakaoError(error) ? error.message : error instanceof Error ? error.name : typeof error;
  return `The webhook "${kind}" was not handled: ${why}`;
}
