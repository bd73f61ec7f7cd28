import axios from 'axios';

const KAPI = 'https://kapi.kakao.com';

const kauth = axios.create({
  baseURL: 'https://kauth.kakao.com/',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' },
});
const kapi = axios.create({ baseURL: KAPI });

interface KakaoToken {
  access_token: string;
  refresh_token?: string;
}

export const loginUrl = (state: string): string =>
  `https://kauth.kakao.com/oauth/authorize?response_type=code&client_id=${process.env.KAKAO_CLIENT_ID}&redirect_uri=${process.env.KAKAO_CALLBACK_URL}&state=${state}`;

export async function getToken(code: string) {
  const { data } = await kauth.post<KakaoToken>(
    '/oauth/token',
    new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: process.env.KAKAO_CLIENT_ID!,
      client_secret: process.env.KAKAO_CLIENT_SECRET!,
      redirect_uri: process.env.KAKAO_CALLBACK_URL!,
      code,
    }),
  );
  return data;
}

export async function getUser(accessToken: string) {
  const response = await kapi.get('v2/user/me', { headers: { Authorization: `Bearer ${accessToken}` } });
  return response.data;
}

export async function unlink(accessToken: string): Promise<void> {
  await kapi({ method: 'post', url: '/v1/user/unlink', headers: { Authorization: `Bearer ${accessToken}` } });
}
