import { Injectable } from '@nestjs/common';
import { KakaoAutoLogin } from '@kakao-login/nestjs';
import type { ShopRequest } from '../visit/visit.js';

/** In KakaoTalk's own browser the user is logged in to Kakao already, so the front page logs members in by itself. */
@Injectable()
export class TalkAutoLogin extends KakaoAutoLogin {
  override isSignedIn({ visit, headers }: ShopRequest): boolean {
    return visit.session.memberId !== undefined || !/KAKAOTALK/i.test(headers['user-agent'] ?? '');
  }
}
