import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { parseEnv } from 'node:util';
import { callbackPaths } from './config.js';
import { withoutEmpty } from './environment.js';
import { type RunningShop, startShop } from './start.js';

try {
  const shop = await startShop({ ...envFile(), ...withoutEmpty(process.env) });
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
  if (shop.xray) console.log(`  로그인 X-ray (login X-ray)     ${url}/kakao/xray`);
  console.log('\n  Ctrl-C로 멈춰요 (to stop).\n');
  stopOnSignals(shop);
} catch (error) {
  // Only the message: a stack does not help when a port is taken or a key is missing.
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** The variables of `.env` in the current directory, if there is one. Those of the process win. */
function envFile(): NodeJS.ProcessEnv {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** The first signal waits for logins in progress. The second ends the process immediately. */
function stopOnSignals(shop: RunningShop): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      shop.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
