import { createKakaoEmulator } from '@kakao-login/emulator';
import { greeting } from './service.mjs';

const emulator = await createKakaoEmulator();
console.log(await greeting(emulator));
await emulator.close();
