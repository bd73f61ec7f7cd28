import { Injectable, UnauthorizedException } from '@nestjs/common';
import axios from 'axios';

const KAKAO_TOKEN_URL = 'https://kauth.kakao.com/oauth/token';
const KAKAO_USER_URL = 'https://kapi.kakao.com/v2/user/me';

@Injectable()
export class KakaoService {
  private readonly clientId = process.env.KAKAO_CLIENT_ID;
  private readonly clientSecret = process.env.KAKAO_CLIENT_SECRET;
  private readonly redirectUri = process.env.KAKAO_CALLBACK_URL!;

  getLoginUrl(): string {
    return `https://kauth.kakao.com/oauth/authorize?client_id=${this.clientId}&redirect_uri=${this.redirectUri}&response_type=code`;
  }

  async login(code: string) {
    const accessToken = await this.getAccessToken(code);
    return this.getUser(accessToken);
  }

  private async getAccessToken(code: string): Promise<string> {
    try {
      const response = await axios.post(
        KAKAO_TOKEN_URL,
        new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: this.clientId!,
          client_secret: this.clientSecret!,
          redirect_uri: this.redirectUri,
          code,
        }),
        { headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' } },
      );
      return response.data.access_token;
    } catch (error) {
      if (axios.isAxiosError(error)) console.error(error.response?.data);
      throw new UnauthorizedException('kakao');
    }
  }

  private async getUser(accessToken: string) {
    const { data } = await axios.get(KAKAO_USER_URL, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    return {
      provider: 'kakao',
      providerId: data.id.toString(),
      email: data.kakao_account.email,
      nickname: data.kakao_account.profile.nickname,
    };
  }
}
