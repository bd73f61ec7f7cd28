import { Injectable } from '@nestjs/common';
import { type KakaoLogin, KakaoLoginHandler } from '@kakao-login/nestjs';
import { MembersService, type SignedIn } from '../members/members.service.js';

/** What the shop does with a finished Kakao login: find the member, or sign the user up. */
@Injectable()
export class MemberLogin extends KakaoLoginHandler<SignedIn> {
  constructor(private readonly members: MembersService) {
    super();
  }

  handle(login: KakaoLogin): Promise<SignedIn> {
    return this.members.signIn(login.profile);
  }
}
