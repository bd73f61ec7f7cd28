import type { CodeEntry } from './code-entry.js';
import { entry } from './entries.js';
import type { Text } from './entries.js';

const certificate: Text = [
  '카카오톡 인증서 상품의 에러입니다. 인증서 로그인을 처음부터 다시 시작하세요.',
  'This belongs to the Kakao Talk certificate product. Start the certificate login again.',
];
const ageFamily: Text = ['연령 인증이나 CI 확인 과정의 에러입니다.', 'An error of the age or CI verification.'];
/** Shared with -405. */
export const ageCheck: Text = [
  '연령 인증 상품의 에러입니다. 카카오 연령 인증 문서를 보고 사용자가 다시 인증하게 하세요.',
  'This belongs to Kakao’s age verification. Follow its documentation and let the person verify again.',
];
const messageFamily: Text = ['카카오톡 메시지 발송의 에러입니다.', 'An error of sending Kakao Talk messages.'];
const message: Text = [
  '카카오톡 메시지 API의 에러로, 카카오 로그인 API에서는 나오지 않습니다. 메시지 API 문서를 확인하세요.',
  'This belongs to the Kakao Talk message API and does not come from Kakao Login. See its documentation.',
];
const image: Text = [
  '이미지 업로드 API의 에러로, 카카오 로그인 API에서는 나오지 않습니다. 이미지의 크기, 개수, 형식을 확인하세요.',
  'This belongs to image upload and does not come from Kakao Login. Check size, number and format of the images.',
];

/** Codes of other products of Kakao, and of its SDKs. */
export const apiProductCodes: Readonly<Record<string, CodeEntry>> = {
  '-421': entry(
    { status: 409 },
    ['인증서 서명을 아직 마치지 않았습니다.', 'The certificate signing is not finished.'],
    certificate,
  ),
  '-422': entry(
    { status: 400 },
    ['인증서 서명의 트랜잭션이 올바르지 않습니다.', 'The transaction of the certificate signing is wrong.'],
    certificate,
  ),
  '-423': entry(
    { status: 400 },
    ['인증서 서명의 시간이 지났습니다.', 'The certificate signing has expired.'],
    certificate,
  ),
  '-451': entry({ status: 403 }, ageFamily, ageCheck),
  '-452': entry({ status: 403 }, ageFamily, ageCheck),
  '-453': entry({ status: 403 }, ageFamily, ageCheck),
  '-480': entry({ status: 403 }, ageFamily, ageCheck),
  '-481': entry({ status: 403 }, ageFamily, ageCheck),
  '-502': entry({ status: 400 }, messageFamily, message),
  '-504': entry({ status: 400 }, messageFamily, message),
  '-530': entry({ status: 400 }, messageFamily, message),
  '-531': entry({ status: 400 }, messageFamily, message),
  '-532': entry({ status: 400 }, messageFamily, message),
  '-602': entry({ kakaoStatus: 400, status: 400 }, ['이미지가 너무 큽니다.', 'The image is too large.'], image),
  '-603': entry(
    { kakaoStatus: 400, status: 504, retryable: true },
    ['이미지 처리 시간이 초과되었습니다.', 'The image took too long.'],
    image,
  ),
  '-606': entry({ kakaoStatus: 400, status: 400 }, ['이미지가 너무 많습니다.', 'There are too many images.'], image),
  '-911': entry(
    { kakaoStatus: 400, status: 400 },
    ['지원하지 않는 이미지 형식입니다.', 'The format of the image is not supported.'],
    image,
  ),
  '-9999': entry(
    { status: 502 },
    ['카카오 SDK가 알 수 없는 오류에 붙이는 코드입니다.', 'The code that Kakao’s SDKs give to an unknown error.'],
    ['kakaoMessage를 보고 데브톡(devtalk.kakao.com)에 문의하세요.', 'Read kakaoMessage and ask on devtalk.kakao.com.'],
  ),
};
