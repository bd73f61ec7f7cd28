import { ContextIdFactory, DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import type { ContextId, ModuleRef } from '@nestjs/core';
import type { KakaoWebhook } from '@kakao-login/client/webhooks';
import { SUBSCRIPTIONS, WEBHOOK_ARGUMENTS, isFor } from './on-webhook.decorator.js';
import type { Subscription } from './on-webhook.decorator.js';

/** The result of `context.getType()` in a webhook handler. */
export const WEBHOOK_CONTEXT = 'kakao-webhook';

/** A decorated method. */
export interface WebhookHandler {
  subscriptions: readonly Subscription[];
  call: (webhook: KakaoWebhook) => Promise<unknown>;
}

type Wrapper = ReturnType<DiscoveryService['getProviders']>[number];
type Method = (...args: unknown[]) => unknown;

/** Finds all decorated methods of the application's providers and controllers. */
export function findHandlers(modules: ModuleRef): WebhookHandler[] {
  const discovery = modules.get(DiscoveryService, { strict: false });
  const external = modules.get(ExternalContextCreator, { strict: false });
  const scanner = new MetadataScanner();
  const wrappers = [...discovery.getProviders(), ...discovery.getControllers()];
  // A provider may be registered under several tokens.
  const seen = new Set<unknown>();
  return wrappers.flatMap((wrapper) => {
    const owner: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : wrapper.metatype;
    const prototype = prototypeOf(wrapper);
    if (!prototype || !owner || seen.has(owner)) return [];
    seen.add(owner);
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method: unknown = Object.getOwnPropertyDescriptor(holderOf(prototype, name), name)?.value;
      if (typeof method !== 'function') return [];
      const subscriptions = Reflect.getMetadata(SUBSCRIPTIONS, method) as Subscription[] | undefined;
      if (subscriptions === undefined) return [];
      return [{ subscriptions, call: callerOf(modules, external, wrapper, name) }];
    });
  });
}

function prototypeOf({ instance, metatype }: Wrapper): object | undefined {
  const made: unknown = instance;
  if (typeof made === 'object' && made !== null) return Object.getPrototypeOf(made) as object;
  return typeof metatype === 'function' ? (metatype.prototype as object) : undefined;
}

/** Finds the prototype that has the property, without calling getters. */
function holderOf(prototype: object, name: string): object {
  for (let one: object | null = prototype; one !== null; one = Object.getPrototypeOf(one) as object | null) {
    if (Object.hasOwn(one, name)) return one;
  }
  return prototype;
}

/**
 * Calls a method through pipes, interceptors and filters, as Nest calls a controller. Not through guards: the receiver
 * has already authenticated Kakao.
 */
function callerOf(
  modules: ModuleRef,
  external: ExternalContextCreator,
  wrapper: Wrapper,
  name: string,
): WebhookHandler['call'] {
  const wrap = (instance: object, contextId?: ContextId): ((webhook: KakaoWebhook) => Promise<unknown>) =>
    external.create(
      instance,
      (instance as Record<string, Method>)[name]!,
      name,
      WEBHOOK_ARGUMENTS,
      { exchangeKeyForValue: (_type: number, _data: unknown, [webhook]: unknown[]) => webhook },
      contextId,
      contextId && wrapper.id,
      { guards: false, interceptors: true, filters: true },
      WEBHOOK_CONTEXT,
    ) as (webhook: KakaoWebhook) => Promise<unknown>;
  if (wrapper.isDependencyTreeStatic()) return wrap(wrapper.instance as object);
  return async (webhook) => {
    const contextId = ContextIdFactory.create();
    modules.registerRequestByContextId(webhook, contextId);
    const instance = await modules.resolve<object>(wrapper.token, contextId, { strict: false });
    return wrap(instance, contextId)(webhook);
  };
}

/** Runs all handlers of a webhook. Rejects if one of them fails. */
export async function runHandlers(
  handlers: readonly WebhookHandler[],
  webhook: KakaoWebhook,
  app: string,
): Promise<void> {
  const wanted = handlers.filter(({ subscriptions }) =>
    subscriptions.some((subscription) => subscription.app === app && isFor(subscription, webhook)),
  );
  const results = await Promise.allSettled(wanted.map(async ({ call }) => call(webhook)));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
