import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { MembersService } from '../members/members.service.js';
import type { ShopRequest } from './visit.js';

/** Lets members in, and sends everybody else to the login page, from where they come back to the page they wanted. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly members: MembersService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    const { visit } = request;
    const { memberId } = visit.session;
    const member = memberId === undefined ? undefined : await this.members.find(memberId);
    if (member !== undefined && member.leftAt === null) {
      visit.member = member;
      return true;
    }
    throw new SignInNeeded(request.method === 'GET' ? request.originalUrl : undefined, visit.sessionIsOver);
  }
}

/** Thrown by {@link SignedInGuard}, answered by the error filter with a redirect to the login page. */
export class SignInNeeded extends Error {
  constructor(
    readonly returnTo: string | undefined,
    /** The visitor was logged in until now. */
    readonly sessionIsOver = false,
  ) {
    super('Sign in first.');
  }

  redirect(response: Response): void {
    const query = new URLSearchParams({
      ...(this.returnTo !== undefined && { returnTo: this.returnTo }),
      ...(this.sessionIsOver && { reason: 'session' }),
    }).toString();
    response.redirect(303, query === '' ? '/login' : `/login?${query}`);
  }
}

/** After {@link SignedInGuard}: lets in members with a Kakao Account, and sends everybody else to the page that links one. */
@Injectable()
export class LinkedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    if (typeof request.visit.member?.kakaoId === 'string') return true;
    throw new LinkNeeded(request.method === 'GET' ? request.originalUrl : undefined);
  }
}

/** Thrown by {@link LinkedGuard}, answered by the error filter with a redirect to the link page. */
export class LinkNeeded extends ForbiddenException {
  constructor(private readonly returnTo: string | undefined) {
    super('Link a Kakao Account first.');
  }

  redirect(response: Response): void {
    const { returnTo } = this;
    response.redirect(303, returnTo === undefined ? '/link' : `/link?${new URLSearchParams({ returnTo }).toString()}`);
  }
}
