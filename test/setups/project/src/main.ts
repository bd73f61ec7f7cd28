import { createKakaoEmulator } from '@kakao-login/emulator';
import { greeting } from './app.js';

async function main(): Promise<void> {
  const emulator = await createKakaoEmulator();
  console.log(await greeting(emulator));
  await emulator.close();
}
void main();
