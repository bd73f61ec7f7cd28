import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type Profile } from '@kakao-login/passport';

@Injectable()
export class KakaoStrategy extends PassportStrategy(Strategy, 'kakao', 5) {
  constructor() {
    super({
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
    });
  }

  validate(
    accessToken: string,
    refreshToken: string,
    params: { expires_in: number },
    profile: Profile,
    done: (error: Error | null, user?: object) => void,
  ) {
    done(null, { kakaoId: Number(profile.id), expiresIn: typeof params.expires_in });
  }
}
