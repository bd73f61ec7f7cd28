import { entry } from './entry.js';
import { once } from '../../once.js';
import type { CodeEntry, Text } from './entry.js';

const values: Text = ['피커에 넘긴 값을 확인하세요.', 'Check the values passed to the picker.'];
const channel: Text = [
  '[카카오 로그인] > [카카오톡 채널]에서 연결한 채널을 확인하세요.',
  'Check the linked channel under Kakao Login > Kakao Talk channel.',
];
const logIn: Text = ['다시 로그인한 뒤 피커를 여세요.', 'Log in again, then open the picker.'];

export const kaeTable = once((): Readonly<Record<string, CodeEntry>> => ({
  KAE001: entry(
    { status: 502, retryable: true },
    ['피커 내부에 오류가 생겼습니다.', 'The picker has an internal error.'],
    ['잠시 후 다시 시도하세요.', 'Wait a moment and try again.'],
  ),
  KAE002: entry({ status: 400 }, ['요청이 올바르지 않습니다.', 'The request is not valid.'], values),
  KAE003: entry({ status: 400 }, ['파라미터가 올바르지 않습니다.', 'A parameter is wrong.'], values),
  KAE004: entry(
    { status: 400 },
    ['제한 시간이 지났습니다.', 'The request timed out.'],
    ['피커를 다시 여세요.', 'Open the picker again.'],
  ),
  KAE005: entry({ status: 502 }, ['채널이 올바르지 않습니다.', 'The channel is not valid.'], channel),
  KAE006: entry(
    { status: 502 },
    ['현재 상태에서는 사용할 수 없는 채널입니다.', 'The channel cannot be used in its current state.'],
    channel,
  ),
  KAE007: entry(
    { status: 400 },
    [
      '지원하지 않는 환경입니다(페이스북, 인스타그램 인앱 브라우저).',
      'The environment is not supported (in-app browsers of Facebook and Instagram).',
    ],
    ['다른 브라우저에서 여세요.', 'Open it in another browser.'],
  ),
  KAE101: entry(
    { status: 502 },
    ['이 종류의 앱에서는 사용할 수 없습니다.', 'This type of app cannot use the picker.'],
    ['[앱] > [일반]에서 비즈 앱인지 확인하세요.', 'Check under App > General that the app is a Biz app.'],
  ),
  KAE102: entry(
    { status: 502 },
    ['필요한 동의항목이 설정되지 않았습니다.', 'The consent item that the picker needs is not set up.'],
    [
      '[카카오 로그인] > [동의항목]에서 배송지정보(shipping_address)를 설정하세요.',
      'Set up shipping_address under Kakao Login > Consent items.',
    ],
  ),
  KAE103: entry(
    { status: 502 },
    ['앱에 권한이 없습니다.', 'The app does not have the permission.'],
    ['[앱] > [추가 기능 신청]에서 권한을 신청하세요.', 'Request it under App > Additional features.'],
  ),
  KAE104: entry(
    { status: 502 },
    ['사용할 수 없는 종류의 앱 키입니다.', 'The app key is of the wrong type.'],
    ['[앱] > [플랫폼 키] > [JavaScript 키]를 사용하세요.', 'Use the key under App > Platform key > JavaScript key.'],
  ),
  KAE105: entry({ status: 502 }, ['연결된 채널이 없습니다.', 'No channel is linked.'], channel),
  KAE201: entry({ status: 401 }, ['인증에 실패했습니다.', 'Authentication failed.'], logIn),
  KAE202: entry({ status: 403 }, ['앱에 연결되지 않은 사용자입니다.', 'The user is not linked to the app.'], logIn),
  KAE203: entry(
    { status: 403 },
    ['필요한 동의항목에 동의하지 않은 사용자입니다.', 'The user has not agreed to the consent item.'],
    ['scope를 "shipping_address"로 지정해 추가 동의를 받으세요.', 'Ask for consent with scope: "shipping_address".'],
  ),
  KAE204: entry(
    { status: 403 },
    ['카카오계정 약관에 동의해야 합니다.', 'The user has to agree to the terms of the Kakao Account.'],
    logIn,
  ),
  KAE205: entry(
    { status: 401 },
    ['카카오계정 로그인이 필요합니다.', 'The user has to log in to their Kakao Account.'],
    logIn,
  ),
  KAE206: entry(
    { status: 400 },
    ['존재하지 않는 배송지 ID입니다.', 'The shipping address ID does not exist.'],
    ['shipping.list로 배송지를 다시 조회하세요.', 'List the addresses again with shipping.list.'],
  ),
}));
