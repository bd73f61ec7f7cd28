import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Profile, Strategy } from '@kakao-login/passport';

@Injectable()
export class KakaoStrategy extends PassportStrategy(Strategy, 'kakao') {
  constructor() {
    super({
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
    });
  }

  async validate(accessToken: string, refreshToken: string, profile: Profile) {
    // TODO(kakao-login): `profile.id` is a string now. If your database or your code needs a number, convert it: `Number(profile.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
    return { providerId: profile.id, name: profile.displayName };
  }
}
