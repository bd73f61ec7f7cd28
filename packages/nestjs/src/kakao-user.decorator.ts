import { createParamDecorator } from '@nestjs/common';
import { userOf } from './request-logins.js';
import { requestOf } from './request-of.js';

/**
 * Gives a handler or a GraphQL resolver the user of the request: what your login handler or token handler returned. It is
 * `request.user`, or the `property` that `PassportModule` was given.
 *
 * @example
 * @Get('me') @UseGuards(KakaoTokenGuard)
 * me(@KakaoUser() member: Member) {}
 */
export const KakaoUser: () => ParameterDecorator = createParamDecorator<never>((_, context) =>
  userOf(requestOf(context)),
);
