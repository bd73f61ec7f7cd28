import { createParamDecorator } from '@nestjs/common';
import { userOf } from './request-logins.js';
import { requestOf } from './request-of.js';

/**
 * Injects the user of the request into a handler or a GraphQL resolver: what your login handler or token handler returned.
 * It reads `request.user`, or the `property` set in `PassportModule`.
 *
 * @example
 * @Get('me') @UseGuards(KakaoTokenGuard)
 * me(@KakaoUser() member: Member) {}
 */
export const KakaoUser: () => ParameterDecorator = createParamDecorator<never>((_, context) =>
  userOf(requestOf(context)),
);
