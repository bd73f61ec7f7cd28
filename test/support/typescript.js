// `node --conditions=@kakao-login/source --import ./test/support/typescript.js sample/src/main.ts` runs TypeScript from
// source, as Jest does, but in its own process, so that tests of starting and stopping need no build.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
