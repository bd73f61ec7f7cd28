const { createKakaoEmulator } = require('@kakao-login/emulator');
const { greeting } = require('./service.cjs');

async function main() {
  const emulator = await createKakaoEmulator();
  console.log(await greeting(emulator));
  await emulator.close();
}
void main();
