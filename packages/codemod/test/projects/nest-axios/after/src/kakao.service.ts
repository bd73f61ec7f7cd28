import { Injectable, UnauthorizedException } from '@nestjs/common';
import axios from 'axios';
import { KakaoClient } from '@kakao-login/client';

@Injectable()
export class KakaoService {
  private readonly clientId = process.env.KAKAO_CLIENT_ID;
  private readonly clientSecret = process.env.KAKAO_CLIENT_SECRET;
  private readonly redirectUri = process.env.KAKAO_CALLBACK_URL!;

  private client?: KakaoClient;

  private get kakao(): KakaoClient {
    return (this.client ??= new KakaoClient({
      clientId: this.clientId!,
      clientSecret: this.clientSecret!,
      hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
    }));
  }

  getLoginUrl(): string {
    // TODO(kakao-login): This login has no `state` that is checked, so a link of an attacker can log a user in. Let the strategy or the Nest module begin it. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
    return this.kakao.oauth.authorizationUrl({ redirectUri: this.redirectUri });
  }

  async login(code: string) {
    const accessToken = await this.getAccessToken(code);
    return this.getUser(accessToken);
  }

  private async getAccessToken(code: string): Promise<string> {
    try {
      const response = await this.kakao.oauth.exchangeCode({ code, redirectUri: this.redirectUri });
      return response.access_token;
    } catch (error) {
      // TODO(kakao-login): Failed calls throw a `KakaoError` with `code` and `status` now, not an error of axios. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
      if (axios.isAxiosError(error)) console.error(error.response?.data);
      throw new UnauthorizedException('kakao');
    }
  }

  private async getUser(accessToken: string) {
    const data = await this.kakao.user.me({ accessToken });
    return {
      provider: 'kakao',
      providerId: data.id.toString(),
      email: data.kakao_account?.email,
      nickname: data.kakao_account?.profile?.nickname,
    };
  }
}
