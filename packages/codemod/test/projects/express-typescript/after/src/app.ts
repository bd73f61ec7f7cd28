import express, { type Request, type Response } from 'express';
import { AxiosError } from 'axios';
import { KakaoClient } from '@kakao-login/client';

let client: KakaoClient | undefined;
const kakao = () =>
  (client ??= new KakaoClient({
    clientId: REST_API_KEY ?? '',
    clientSecret: process.env.KAKAO_CLIENT_SECRET,
    hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
  }));

const REST_API_KEY = process.env.KAKAO_CLIENT_ID;
const CALLBACK = process.env.KAKAO_CALLBACK_URL;

export const app = express();

app.get('/login', (_req, res) => {
  // TODO(kakao-login): This login has no `state` that is checked, so a link of an attacker can log a user in. Let the strategy or the Nest module begin it. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
  res.redirect(kakao().oauth.authorizationUrl({ redirectUri: CALLBACK ?? '' }));
});

app.get('/callback', async (req: Request, res: Response) => {
  try {
    const { code } = req.query;
    const authToken = await kakao().oauth.exchangeCode({ code: code as string, redirectUri: CALLBACK ?? '' });
    const info = await kakao().user.me({ accessToken: authToken.access_token });
    const user = info;
    res.json({ id: `${user.id}`, name: user.kakao_account?.profile?.nickname });
  } catch (error) {
    // TODO(kakao-login): Failed calls throw a `KakaoError` with `code` and `status` now, not an error of axios. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
    if (error instanceof AxiosError) console.error(error.message);
    res.status(500).end();
  }
});
