// @ts-check
import { createKakaoEmulator } from '@kakao-login/emulator';
import { ready } from './ready.js';

/** How many users the seed has. Default: those of the default seed. */
const more = Number(process.argv[2] ?? 0);
const people = Array.from({ length: more }, (_, index) => ({
  id: String(5000 + index),
  loginId: `${index}@example.com`,
  nickname: `달빛 ${index}`,
}));
const { url, app } = await createKakaoEmulator(more > 0 ? { people } : {});
ready({ url: url.replace('localhost', '127.0.0.1'), first: '/.well-known/openid-configuration', app });
