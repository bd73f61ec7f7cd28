import 'reflect-metadata';
import { callbackPaths } from './config.js';
import { startShop } from './start.js';

try {
  const shop = await startShop(process.env);
  const { url, emulated } = shop;
  console.log(`\n  달빛상점 (Moonlight Market)   ${url}`);
  if (emulated !== undefined) {
    const { loginId, password } = emulated.person;
    console.log(`  카카오 에뮬레이터 (Kakao)      ${emulated.emulator.url}`);
    console.log(`  로그인 (log in as)            ${loginId} / ${password}`);
  } else {
    console.log('  카카오 콘솔에 등록할 Redirect URI (register these at developers.kakao.com):');
    for (const path of Object.values(callbackPaths)) console.log(`    ${url}${path}`);
  }
  console.log('\n  Ctrl-C로 멈춥니다 (to stop).\n');

  const stop = (): void => {
    shop.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  // A sentence for the person at the terminal; the stack helps nobody when a port is taken or a key is missing.
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
