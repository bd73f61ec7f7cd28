import express from 'express';
import { getToken, getUser, loginUrl } from './kakao.js';

export const app = express();

app.get('/login', (_request, response) => response.redirect(loginUrl('a-state')));

app.get('/callback', async (request, response) => {
  const token = await getToken(request.query.code as string);
  const user = await getUser(token.access_token);
  response.json({ id: user.id });
});
