export { Strategy as KakaoStrategy } from 'passport-kakao';
export type { Profile as KakaoProfile, StrategyOption } from 'passport-kakao';
