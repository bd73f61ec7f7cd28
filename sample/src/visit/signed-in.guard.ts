import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { MembersService } from '../members/members.service.js';
import type { ShopRequest } from './visit.js';

/** Lets members in. Sends everyone else to the login page, which returns them to the page that they requested. */
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

/** Thrown by {@link SignedInGuard}. The error filter redirects to the login page. */
export class SignInNeeded extends Error {
  constructor(
    readonly returnTo: string | undefined,
    /** Whether the visitor's session has just ended. */
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

/** Use after {@link SignedInGuard}. Lets in members with a Kakao Account, and sends others to the link page. */
@Injectable()
export class LinkedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ShopRequest>();
    if (typeof request.visit.member?.kakaoId === 'string') return true;
    throw new LinkNeeded(request.method === 'GET' ? request.originalUrl : undefined);
  }
}

/** Thrown by {@link LinkedGuard}. The error filter redirects to the link page. */
export class LinkNeeded extends ForbiddenException {
  constructor(private readonly returnTo: string | undefined) {
    super('Link a Kakao Account first.');
  }

  redirect(response: Response): void {
    const { returnTo } = this;
    response.redirect(303, returnTo === undefined ? '/link' : `/link?${new URLSearchParams({ returnTo }).toString()}`);
  }
}
