// @ts-check
import { createKakaoEmulator } from '@kakao-login/emulator';
import { ready } from './ready.js';

// As many people as there are flows at a time: two logins of one person would unlink each other.
const people = Array.from({ length: 17 }, (_, index) => ({
  id: String(5000 + index),
  loginId: `${index}@example.com`,
  nickname: `달빛 ${index}`,
}));
const { url, app } = await createKakaoEmulator({ people });
ready({ url: url.replace('localhost', '127.0.0.1'), first: '/.well-known/openid-configuration', app });
