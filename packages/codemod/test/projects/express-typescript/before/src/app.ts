import express, { type Request, type Response } from 'express';
import axios, { AxiosError } from 'axios';

const REST_API_KEY = process.env.KAKAO_CLIENT_ID;
const CALLBACK = process.env.KAKAO_CALLBACK_URL;

export const app = express();

app.get('/login', (_req, res) => {
  res.redirect(`https://kauth.kakao.com/oauth/authorize?client_id=${REST_API_KEY}&redirect_uri=${CALLBACK}&response_type=code`);
});

app.get('/callback', async (req: Request, res: Response) => {
  try {
    const { code } = req.query;
    const authToken = await axios.post<{ access_token: string }>(
      'https://kauth.kakao.com/oauth/token',
      {},
      {
        headers: { 'Content-type': 'application/x-www-form-urlencoded' },
        params: {
          grant_type: 'authorization_code',
          client_id: REST_API_KEY,
          client_secret: process.env.KAKAO_CLIENT_SECRET,
          redirect_uri: CALLBACK,
          code,
        },
      },
    );
    const info = await axios.post('https://kapi.kakao.com/v2/user/me', {}, {
      headers: { Authorization: `Bearer ${authToken.data.access_token}` },
    });
    const user = info.data;
    res.json({ id: `${user.id}`, name: user.kakao_account.profile.nickname });
  } catch (error) {
    if (error instanceof AxiosError) console.error(error.message);
    res.status(500).end();
  }
});
