import type { EndpointName } from '../contract/endpoints.js';
import { KakaoUsageError } from './errors.js';

export function adminKeyMissing(endpoint: EndpointName): KakaoUsageError {
  return new KakaoUsageError('admin_key_missing', {
    endpoint,
    option: 'adminKey',
    reason: {
      ko: '어드민 키로 호출하려 했지만 adminKey 옵션이 없습니다.',
      en: 'The call is made as the service, but the option `adminKey` is missing.',
    },
    remedy: {
      ko: '카카오 개발자 콘솔 [앱] > [어드민 키]의 값을 adminKey 옵션에 넣거나, { accessToken }으로 호출하세요.',
      en: 'Set the option `adminKey` to the value of App > Admin key in Kakao’s console, or call as { accessToken }.',
    },
  });
}

export function callerRefused(endpoint: EndpointName): KakaoUsageError {
  return new KakaoUsageError('caller_refused', {
    endpoint,
    option: 'caller',
    reason: {
      ko: '카카오가 이 호출에 허용하지 않는 방식의 caller입니다.',
      en: 'Kakao does not allow this call to be made by this kind of caller.',
    },
    remedy: {
      ko: '{ accessToken } 또는 { admin: true, targetId } 중 이 호출의 타입이 받는 것을 넘기세요.',
      en: 'Pass { accessToken } or { admin: true, targetId }, whichever the type of the call takes.',
    },
  });
}

/** The token usually comes from outside, so this answers like an invalid token and not like a fault of the server. */
export function callerMalformed(endpoint: EndpointName): KakaoUsageError {
  return new KakaoUsageError('access_token_malformed', {
    endpoint,
    option: 'accessToken',
    status: 401,
    reason: {
      ko: 'accessToken이 비어 있거나 토큰에 쓰이지 않는 문자가 있습니다. 요청은 보내지 않았습니다.',
      en: 'accessToken is empty or holds a character that no token has. No request was sent.',
    },
    remedy: {
      ko: '로그인에서 받은 access_token을 그대로 넘기세요.',
      en: 'Pass the access_token of the login as it came.',
    },
  });
}

export function clientClosed(): KakaoUsageError {
  return new KakaoUsageError('client_closed', {
    option: 'client',
    status: 503,
    reason: {
      ko: 'close()로 닫은 클라이언트로 호출했습니다.',
      en: 'The client was closed with close() and makes no more calls.',
    },
    remedy: {
      ko: '서버가 종료되는 중이라면 정상입니다. 아니라면 KakaoClient를 새로 만들거나 close()를 마지막에 호출하세요.',
      en: 'This is expected while a server shuts down. Otherwise create a new KakaoClient, or call close() last.',
    },
  });
}

export function endpointUnknown(): KakaoUsageError {
  return new KakaoUsageError('argument_malformed', {
    option: 'name',
    reason: { ko: '그런 이름의 엔드포인트가 없습니다.', en: 'There is no endpoint of this name.' },
    remedy: {
      ko: "'user.me'처럼 endpoints 표에 있는 이름을 넘기세요.",
      en: 'Pass a name of the table `endpoints`, such as `user.me`.',
    },
  });
}

export function parameterMalformed(endpoint: EndpointName, parameter: string): KakaoUsageError {
  return new KakaoUsageError('argument_malformed', {
    endpoint,
    option: parameter,
    reason: {
      ko: `${parameter}의 값이 없거나, 카카오가 받는 형식이나 범위가 아닙니다.`,
      en: `The value of ${parameter} is missing, or is not of the form or range that Kakao takes.`,
    },
    remedy: {
      ko: '타입과 설명에 맞는 값을 넘기세요. 쉼표로 이어 보내는 목록의 값에는 쉼표를 쓸 수 없습니다.',
      en: 'Pass a value of the documented type and range; a value of a list that is joined with commas cannot hold one.',
    },
  });
}
