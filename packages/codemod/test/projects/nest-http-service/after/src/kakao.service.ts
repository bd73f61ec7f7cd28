import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom } from 'rxjs';
import { KakaoClient } from '@kakao-login/client';

@Injectable()
export class KakaoService {
  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {}

  private client?: KakaoClient;

  private get kakao(): KakaoClient {
    return (this.client ??= new KakaoClient({
      clientId: this.config.get<string>('KAKAO_CLIENT_ID') ?? '',
      hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
    }));
  }

  async token(code: string): Promise<string> {
    const data = await this.kakao.oauth.exchangeCode({ code, redirectUri: this.config.get<string>('KAKAO_CALLBACK_URL') ?? '' });
    return data.access_token;
  }

  async user(accessToken: string): Promise<{ id: number; nickname: string }> {
    const user = await this.kakao.user.me({ accessToken });
    // TODO(kakao-login): `user.id` is a string now. If your database or your code needs a number, convert it: `Number(user.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
    return { id: user.id, nickname: user.properties?.nickname };
  }

  async unlink(accessToken: string) {
    await this.kakao.account.unlink({ accessToken });
  }

  async send(accessToken: string, template: string) {
    // TODO(kakao-login): Replace this request with a method of `KakaoClient`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
    return firstValueFrom(
      this.http.post('https://kapi.kakao.com/v2/api/talk/memo/default/send', `template_object=${template}`, {
        headers: { Authorization: `Bearer ${accessToken}` },
      }),
    );
  }
}
