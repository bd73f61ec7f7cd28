async function main() {
  const { createKakaoEmulator } = await import('@kakao-login/emulator');
  const { greeting } = await import('./service.mjs');
  const emulator = await createKakaoEmulator();
  console.log(await greeting(emulator));
  await emulator.close();
}
void main();
