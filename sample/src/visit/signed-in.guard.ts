import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { MembersService } from '../members/members.service.js';
import type { ShopRequest } from './visit.js';

/** Lets members in, and shows everybody else to the login page, from where they come back to the page they wanted. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly members: MembersService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    const { memberId, kakao } = request.visit.session;
    // The cookie outlives the row when the database was thrown away.
    if (memberId !== undefined && kakao !== undefined && (await this.members.find(memberId))) return true;
    throw new SignInNeeded(request.method === 'GET' ? request.path : undefined);
  }
}

/** Raised by {@link SignedInGuard}, answered by the error filter with a redirect to the login page. */
export class SignInNeeded extends Error {
  constructor(readonly returnTo: string | undefined) {
    super('Sign in first.');
  }

  redirect(response: Response): void {
    response.redirect(
      303,
      this.returnTo === undefined ? '/login' : `/login?returnTo=${encodeURIComponent(this.returnTo)}`,
    );
  }
}
