import { Injectable } from '@nestjs/common';
import { KakaoAutoLogin } from '@kakao-login/nestjs';
import type { ShopRequest } from '../visit/visit.js';

/** In Kakao Talk's own browser the person is logged in to Kakao: members are in as soon as they open the front page. */
@Injectable()
export class TalkAutoLogin extends KakaoAutoLogin {
  override isSignedIn({ visit, headers }: ShopRequest): boolean {
    return visit.session.memberId !== undefined || !/KAKAOTALK/i.test(headers['user-agent'] ?? '');
  }
}
