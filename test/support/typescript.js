// `node --conditions=@kakao-login/source --import ./test/support/typescript.js sample/src/main.ts` runs TypeScript from
// source, as Jest does, but in its own process, so that tests of starting and stopping need no build.
import * as module from 'node:module';

// Node 20 has only `register`, which Node 26 deprecates.
if (module.registerHooks) module.registerHooks(await import('./typescript-hooks.js'));
else module.register('./typescript-hooks.js', import.meta.url);
