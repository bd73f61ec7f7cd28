import { KakaoClient } from '@kakao-login/client';

let client: KakaoClient | undefined;
const kakao = () =>
  (client ??= new KakaoClient({
    clientId: process.env.KAKAO_CLIENT_ID!,
    clientSecret: process.env.KAKAO_CLIENT_SECRET!,
    hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
  }));

interface KakaoToken {
  access_token: string;
  refresh_token?: string;
}

export const loginUrl = (state: string): string =>
  kakao().oauth.authorizationUrl({ redirectUri: process.env.KAKAO_CALLBACK_URL ?? '', state });

export async function getToken(code: string) {
  const data = await kakao().oauth.exchangeCode({ code, redirectUri: process.env.KAKAO_CALLBACK_URL! });
  return data;
}

export async function getUser(accessToken: string) {
  const response = await kakao().user.me({ accessToken });
  // TODO(kakao-login): `response.id` is a string now. If your database or your code needs a number, convert it: `Number(response.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  return response;
}

export async function unlink(accessToken: string): Promise<void> {
  await kakao().account.unlink({ accessToken });
}
