import type { ExecutionContext } from '@nestjs/common';
import { KakaoUsageError } from '@kakao-login/client';

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

function noRequest(type: string): KakaoUsageError {
  return new KakaoUsageError('context_unsupported', {
    option: `A Kakao guard or decorator in a "${type}" context`,
    reason: {
      ko: `"${type}" 컨텍스트에는 HTTP 요청이 없어 토큰이나 로그인을 찾을 수 없습니다.`,
      en: `There is no HTTP request in a "${type}" context, so neither a token nor a login can be found.`,
    },
    remedy: {
      ko: 'KakaoTokenGuard를 상속해 getRequest()에서 `{ headers: { authorization } }`를 돌려주세요. 로그인 가드는 HTTP 라우트에만 쓸 수 있습니다.',
      en: 'Extend KakaoTokenGuard and return `{ headers: { authorization } }` from getRequest(). Guards for logins are for HTTP routes only.',
    },
  });
}
