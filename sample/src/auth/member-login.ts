import { Injectable } from '@nestjs/common';
import { type KakaoLogin, KakaoLoginHandler } from '@kakao-login/nestjs';
import { MembersService, type SignedIn } from '../members/members.service.js';

/** After a Kakao login: finds the member, signs the user up, or links the account to the member who asked for it. */
@Injectable()
export class MemberLogin extends KakaoLoginHandler<SignedIn> {
  constructor(private readonly members: MembersService) {
    super();
  }

  handle(login: KakaoLogin): Promise<SignedIn> {
    if (login.link !== undefined) return this.members.link(Number(login.link), login.profile);
    return this.members.signIn(login.profile);
  }
}
