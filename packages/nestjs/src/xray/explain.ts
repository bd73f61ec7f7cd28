import type { KakaoTraceError } from '@kakao-login/client';
import { textsOf } from '@kakao-login/client/internal';
import type { KakaoXrayError } from './attempts.js';

/** Where the channels tell no more than a code: the error itself may quote anything. */
const inYourCode = {
  reason: {
    ko: '서비스 코드나 옵션에서 난 에러입니다. 에러 메시지에는 무엇이든 들어 있을 수 있어 여기에 남기지 않습니다.',
    en: 'The error comes from your code or options. Its message may contain anything, so it is not kept here.',
  },
  remedy: { ko: '서버 로그에서 에러를 확인하세요.', en: 'Look for the error in the log of your server.' },
};

/** Adds the texts of the code. */
export const explain = ({ kind, code }: KakaoTraceError): KakaoXrayError => ({
  kind,
  code,
  ...(textsOf({ kind, code }) ?? inYourCode),
});
