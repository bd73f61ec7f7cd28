import type { CodeEntry } from './code-entry.js';

const remedy = {
  ko: 'kakaoMessage에 남은 카카오의 메시지를 보고, 카카오 문서의 에러 코드나 데브톡(devtalk.kakao.com)에서 이 코드를 찾아보세요.',
  en: 'Read Kakao’s own sentence in kakaoMessage, and look the code up in Kakao’s documentation or on devtalk.kakao.com.',
};

/** A negative code that the tables do not have. */
export const unknownApiCode: CodeEntry = {
  status: 502,
  retryable: false,
  cause: {
    ko: '카카오 API가 이 라이브러리가 모르는 에러 코드로 응답했습니다.',
    en: 'The Kakao API answered with an error code that this library does not know.',
  },
  remedy,
};

/** A KOE code or OAuth error that the tables do not have. */
export const unknownAuthCode: CodeEntry = {
  status: 502,
  retryable: false,
  cause: {
    ko: '카카오 인증 서버가 이 라이브러리가 모르는 에러로 응답했습니다.',
    en: 'The Kakao authorization server answered with an error that this library does not know.',
  },
  remedy,
};
