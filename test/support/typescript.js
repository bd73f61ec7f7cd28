// `node --conditions=@kakao-login/source --import ./test/support/typescript.js sample/src/main.ts`: runs TypeScript from
// source as Jest does, in a process of its own, so that starting and stopping can be tested without a build.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
