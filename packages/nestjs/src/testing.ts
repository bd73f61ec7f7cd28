export { fakeKakaoLogin, fakeKakaoTokenLogin, kakaoLoginGuard, kakaoTokenGuard } from './testing/fakes.js';
export type { FakeGuardOptions, FakeKakaoLogin, FakeKakaoTokenLogin } from './testing/fakes.js';
export { KakaoTestingModule, kakaoEmulatorOf } from './testing/kakao-testing.module.js';
export { loginAs } from './testing/login-as.js';
export type { LoggedIn, LoginAsOptions } from './testing/login-as.js';
export type { Answer, LoginAgent, LoginAgentRequest } from './testing/senders.js';
