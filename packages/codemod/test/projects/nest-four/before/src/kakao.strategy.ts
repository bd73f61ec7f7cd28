import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type Profile } from 'passport-kakao';

type Done = (error: Error | null, user?: object | false) => void;

@Injectable()
export class KakaoStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
    });
  }

  validate(accessToken: string, refreshToken: string, profile: Profile, done: Done) {
    const { email } = profile._json.kakao_account;
    if (!email) return done(null, false);
    done(null, { id: String(profile._json.id), email });
  }
}
