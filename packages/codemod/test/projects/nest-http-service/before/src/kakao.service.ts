import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom, map } from 'rxjs';

@Injectable()
export class KakaoService {
  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {}

  async token(code: string): Promise<string> {
    const body = new URLSearchParams();
    body.append('grant_type', 'authorization_code');
    body.append('client_id', this.config.get<string>('KAKAO_CLIENT_ID'));
    body.append('redirect_uri', this.config.get<string>('KAKAO_CALLBACK_URL'));
    body.append('code', code);

    const { data } = await firstValueFrom(this.http.post('https://kauth.kakao.com/oauth/token', body.toString()));
    return data.access_token;
  }

  async user(accessToken: string): Promise<{ id: number; nickname: string }> {
    const headers = { Authorization: 'Bearer ' + accessToken };
    const user = await firstValueFrom(
      this.http.get('https://kapi.kakao.com/v2/user/me', { headers }).pipe(map((response) => response.data)),
    );
    return { id: user.id, nickname: user.properties.nickname };
  }

  async unlink(accessToken: string) {
    await firstValueFrom(
      this.http.post('https://kapi.kakao.com/v1/user/unlink', null, { headers: { Authorization: `Bearer ${accessToken}` } }),
    );
  }

  async send(accessToken: string, template: string) {
    return firstValueFrom(
      this.http.post('https://kapi.kakao.com/v2/api/talk/memo/default/send', `template_object=${template}`, {
        headers: { Authorization: `Bearer ${accessToken}` },
      }),
    );
  }
}
