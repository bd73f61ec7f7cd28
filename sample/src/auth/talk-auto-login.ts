import { Injectable } from '@nestjs/common';
import { KakaoAutoLogin } from '@kakao-login/nestjs';
import type { ShopRequest } from '../visit/visit.js';

/** In KakaoTalk's in-app browser, users are logged in to Kakao, so the front page logs members in without a click. */
@Injectable()
export class TalkAutoLogin extends KakaoAutoLogin {
  override isSignedIn({ visit, headers }: ShopRequest): boolean {
    return visit.session.memberId !== undefined || !/KAKAOTALK/i.test(headers['user-agent'] ?? '');
  }
}
