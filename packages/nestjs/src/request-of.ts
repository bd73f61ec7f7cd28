import type { ExecutionContext } from '@nestjs/common';

/** The HTTP request behind a context. GraphQL keeps it in its own context, under `req` with Express and Fastify drivers. */
export function requestOf(context: ExecutionContext): object {
  if (context.getType<string>() !== 'graphql') return context.switchToHttp().getRequest<object>();
  const graphql = context.getArgByIndex<{ req?: object; request?: object }>(2);
  return graphql.req ?? graphql.request ?? graphql;
}
