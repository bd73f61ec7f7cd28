import type { ExecutionContext } from '@nestjs/common';
import type { KakaoUsageError } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';

/** The HTTP request behind a context. Every GraphQL driver of Nest keeps it in GraphQL's own context, under `req`. */
export function requestOf(context: ExecutionContext): object {
  if (context.getType<string>() !== 'graphql') return httpRequestOf(context);
  const { req } = context.getArgByIndex<{ req?: { headers?: unknown } } | undefined>(2) ?? {};
  // A GraphQL subscription has a WebSocket's context there.
  if (typeof req?.headers !== 'object') throw noRequest('graphql subscription');
  return req;
}

/** A login is a redirect and a callback: nothing but HTTP has them. */
export function httpRequestOf(context: ExecutionContext): object {
  const type = context.getType<string>();
  if (type !== 'http') throw noRequest(type);
  return context.switchToHttp().getRequest<object>();
}

const noRequest = (type: string): KakaoUsageError =>
  usage('context_unsupported', `A Kakao guard or decorator in a "${type}" context`, usageTexts.context(type));
