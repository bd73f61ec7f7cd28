export { freePort, logIn } from '../../../../test/support/kakao-pages.js';
