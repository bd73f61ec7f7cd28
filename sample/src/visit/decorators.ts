import { createParamDecorator, type ExecutionContext, UnauthorizedException } from '@nestjs/common';
import type { ShopRequest, Visit } from './visit.js';

const visitOf = (context: ExecutionContext): Visit => context.switchToHttp().getRequest<ShopRequest>().visit;

/** The current {@link Visit}. */
export const CurrentVisit = createParamDecorator((_: unknown, context: ExecutionContext): Visit => visitOf(context));

export interface Caller {
  accessToken: string;
}

/** `{ accessToken }` of the signed-in member: the caller that Kakao's services take. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const tokens = visitOf(context).session.kakao;
  if (tokens === undefined) throw new UnauthorizedException();
  return { accessToken: tokens.accessToken };
});
