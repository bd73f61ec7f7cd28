import { createParamDecorator } from '@nestjs/common';
import { userOf } from './request-logins.js';
import { requestOf } from './request-of.js';

/**
 * Gives a handler or a GraphQL resolver the user that the guard let in: `request.user` (or the `property` of `PassportModule`), which is what your login handler or
 * token handler made of the person.
 *
 * @example
 * @Get('me') @UseGuards(KakaoTokenGuard)
 * me(@KakaoUser() member: Member) {}
 */
export const KakaoUser: () => ParameterDecorator = createParamDecorator<never>((_, context) =>
  userOf(requestOf(context) as Record<string, unknown>),
);
