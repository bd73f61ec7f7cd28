import { createParamDecorator } from '@nestjs/common';
import { requestOf } from './request-of.js';

/**
 * Gives a handler or a GraphQL resolver the user that the guard let in: `request.user`, which is what your login handler or
 * token handler made of the person.
 *
 * @example
 * @Get('me') @UseGuards(KakaoTokenGuard)
 * me(@KakaoUser() member: Member) {}
 */
export const KakaoUser: () => ParameterDecorator = createParamDecorator<never>(
  (_, context) => (requestOf(context) as { user?: unknown }).user,
);
