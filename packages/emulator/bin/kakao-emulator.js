#!/usr/bin/env node
// npm links a command only if its file exists during the installation. In a clone, the build comes later.
import { existsSync } from 'node:fs';

const cli = new URL('../dist/cli.js', import.meta.url);
if (existsSync(cli)) {
  await import(cli.href);
} else {
  process.stderr.write('kakao-emulator: not built yet; run `npm run build` first, or `npm run emulator`\n');
  process.exitCode = 1;
}
