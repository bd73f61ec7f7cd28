import type { ExecutionContext } from '@nestjs/common';
import type { KakaoUsageError } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';

/** Returns the HTTP request of a context. Every GraphQL driver of Nest stores it in GraphQL's context as `req`. */
export function requestOf(context: ExecutionContext): object {
  if (context.getType<string>() !== 'graphql') return httpRequestOf(context);
  const { req } = context.getArgByIndex<{ req?: { headers?: unknown } } | undefined>(2) ?? {};
  // In a GraphQL subscription, `req` is the context of a WebSocket.
  if (typeof req?.headers !== 'object') throw noRequest('graphql subscription');
  return req;
}

/** A login needs a redirect and a callback, which only HTTP has. */
export function httpRequestOf(context: ExecutionContext): object {
  const type = context.getType<string>();
  if (type !== 'http') throw noRequest(type);
  return context.switchToHttp().getRequest<object>();
}

const noRequest = (type: string): KakaoUsageError =>
  usage('context_unsupported', `A Kakao guard or decorator in a "${type}" context`, usageTexts().context(type));
