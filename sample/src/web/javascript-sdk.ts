import type { ShopConfig } from '../config.js';
import type { Script } from './layout.js';

/** Kakao's JavaScript SDK, and the key it is initialised with. */
export interface JavascriptSdk {
  key: string;
  script: Script;
}

/** The SDK from Kakao's CDN, or the emulator's replacement. `undefined` if the app has no JavaScript key. */
export function javascriptSdk({ kakao, emulatorUrl }: ShopConfig): JavascriptSdk | undefined {
  if (kakao.javascriptKey === undefined) return undefined;
  const script = emulatorUrl === undefined ? fromKakao : { src: `${emulatorUrl}/sdk/kakao.js` };
  return { key: kakao.javascriptKey, script };
}

const fromKakao: Script = {
  src: 'https://t1.kakaocdn.net/kakao_js_sdk/2.8.3/kakao.min.js',
  integrity: 'sha384-oroumrnFVE0xtgqyDZJARgERibXg2C28380uaUZz2kHDS5CR7tu20eGiOU6GkTpy',
};
