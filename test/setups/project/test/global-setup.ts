import { createKakaoEmulator } from '@kakao-login/emulator';

export default async function start(): Promise<void> {
  const emulator = await createKakaoEmulator();
  process.env.EMULATOR = emulator.url;
  process.env.CLIENT_ID = emulator.app.restApiKey;
  Object.assign(globalThis, { emulator });
}
