import { endpoints } from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/nestjs';
import type { Text } from './language.js';

const linkFailed: Text = { ko: '카카오계정을 연결하지 못했습니다', en: 'Your Kakao Account could not be linked' };

/** What happened, for the visitor; by the call and Kakao's code (a notice in the shop, in 해요체), or by the code alone (an error page, in 합니다체). */
const titles: Record<string, Text> = {
  'scopes.revoke -3': { ko: '필수 동의 항목은 철회할 수 없어요', en: 'A required consent item cannot be withdrawn' },
  'terms.revoke -3': { ko: '필수 약관은 철회할 수 없어요', en: 'Required terms cannot be withdrawn' },
  'user.updateProfile -201': { ko: '등록되지 않은 프로퍼티 키예요', en: 'This property key is not registered' },
  'account.signup -102': { ko: '이미 가입한 회원이에요', en: 'You have already signed up' },
  consent_required: {
    ko: '아직 달빛상점과 연결되지 않은 계정입니다',
    en: 'This account is not connected to the shop yet',
  },
  login_required: { ko: '카카오계정에 로그인되어 있지 않습니다', en: 'You are not logged in to Kakao' },
  interaction_required: {
    ko: '카카오에서 추가로 확인할 내용이 있습니다',
    en: 'Kakao needs to ask you something first',
  },
  access_denied: { ko: '로그인을 취소했습니다', en: 'You cancelled the login' },
  state_replayed: { ko: '이미 완료된 로그인입니다', en: 'This login has already finished' },
  auto_login: {
    ko: '이 브라우저에서는 자동 로그인을 사용할 수 없습니다',
    en: 'Auto-login does not work in this browser',
  },
  '-401': { ko: '로그인이 만료되었습니다', en: 'Your login has expired' },
  consent_declined: { ko: '동의하지 않아 진행할 수 없습니다', en: 'The shop cannot go on without your consent' },
  account_mismatch: { ko: '다른 카카오계정으로 로그인했습니다', en: 'You logged in with another Kakao Account' },
  login_too_old: { ko: '본인 확인을 하지 못했습니다', en: 'Kakao did not confirm that it is you' },
  reconnect_required: { ko: '카카오 로그인이 만료되었습니다', en: 'Your Kakao login has expired' },
  link_conflict: linkFailed,
  link_exists: linkFailed,
  link_member_changed: linkFailed,
  link_cross_site: linkFailed,
  '-402': { ko: '추가 동의가 필요합니다', en: 'The shop needs your consent' },
};

const titlesByKind: Record<KakaoError['kind'], Text> = {
  api: { ko: '카카오가 요청을 거절했습니다', en: 'Kakao refused the request' },
  auth: { ko: '카카오 로그인을 완료하지 못했습니다', en: 'The Kakao login failed' },
  login: { ko: '로그인을 완료하지 못했습니다', en: 'The login failed' },
  token: { ko: '로그인 정보를 확인하지 못했습니다', en: 'Your login could not be verified' },
  webhook: { ko: '카카오가 보낸 요청이 아닙니다', en: 'The request did not come from Kakao' },
  connection: { ko: '카카오에 연결할 수 없습니다', en: 'Kakao cannot be reached' },
  unexpected: { ko: '카카오가 알 수 없는 응답을 보냈습니다', en: 'Kakao sent an unexpected response' },
  usage: { ko: '상점 설정이 잘못되었습니다', en: 'The shop is not set up correctly' },
};

export function titleOf(error: KakaoError): Text {
  return titles[`${error.endpoint ?? ''} ${error.code}`] ?? titles[String(error.code)] ?? titlesByKind[error.kind];
}

/** What the visitor can do about it. What the developer can do is `error.remedy`. */
const advice: Record<string, Text> = {
  'scopes.revoke -3': {
    ko: '이 항목 없이는 상점을 이용할 수 없어요. 탈퇴하면 함께 철회돼요.',
    en: 'The shop cannot work without it. Closing your account withdraws it too.',
  },
  'terms.revoke -3': {
    ko: '이 약관 없이는 상점을 이용할 수 없어요. 탈퇴하면 함께 철회돼요.',
    en: 'The shop cannot work without them. Closing your account withdraws them too.',
  },
  'user.updateProfile -201': {
    ko: '카카오 콘솔에 등록한 키만 저장할 수 있어요.',
    en: 'Only keys that are registered in Kakao’s console can be stored.',
  },
  'account.signup -102': { ko: '다시 가입하지 않아도 돼요.', en: 'There is no need to sign up again.' },
  consent_required: {
    ko: '한 번만 동의하면 다음부터 자동으로 로그인됩니다.',
    en: 'Agree once, and auto-login works from then on.',
  },
  login_required: {
    ko: '카카오에 한 번 로그인하면 다음부터 자동으로 로그인됩니다.',
    en: 'Log in to Kakao once, and auto-login works from then on.',
  },
  access_denied: {
    ko: '원할 때 다시 시작해 주세요.',
    en: 'No problem. You can start again whenever you like.',
  },
  state_replayed: { ko: '다시 로그인해 주세요.', en: 'Please log in again.' },
  auto_login: {
    ko: '자동 로그인은 카카오톡에서 연 화면에서만 사용할 수 있습니다. 여기서는 버튼을 눌러 로그인해 주세요.',
    en: 'Auto-login works inside KakaoTalk only. Please use the button here.',
  },
  '-401': { ko: '다시 로그인하면 이어서 볼 수 있습니다.', en: 'Log in again to go on.' },
  consent_declined: {
    ko: '필요한 항목에 동의하면 이어서 진행할 수 있습니다.',
    en: 'You can go on once you agree to share what is needed.',
  },
  account_mismatch: {
    ko: '상점에 로그인한 카카오계정으로 다시 진행해 주세요.',
    en: 'Please use the Kakao Account that you are logged in to the shop with.',
  },
  login_too_old: {
    ko: '카카오계정 비밀번호로 다시 로그인해 주세요.',
    en: 'Please log in to Kakao again with your password.',
  },
  reconnect_required: { ko: '다시 로그인하면 이어서 볼 수 있습니다.', en: 'Log in again to go on.' },
  link_conflict: {
    ko: '이미 다른 회원과 연결된 카카오계정입니다. 다른 카카오계정을 선택해 주세요.',
    en: 'This Kakao Account is already linked to another member. Please choose another one.',
  },
  link_exists: {
    ko: '이미 다른 카카오계정이 연결되어 있습니다. 연결을 끊은 뒤 다시 시도해 주세요.',
    en: 'Another Kakao Account is already linked. Please unlink it first, then try again.',
  },
  link_member_changed: {
    ko: '연결하려는 회원으로 로그인한 뒤 다시 시도해 주세요.',
    en: 'Please log in as the member you want to link, then try again.',
  },
  link_cross_site: {
    ko: '상점 화면에서 연결 버튼을 다시 눌러 주세요.',
    en: 'Please press the button on the shop’s page again.',
  },
  '-402': { ko: '카카오에서 동의하면 이어서 볼 수 있습니다.', en: 'Agree at Kakao to go on.' },
};

const later: Text = { ko: '잠시 후 다시 시도해 주세요.', en: 'Please try again in a moment.' };
const again: Text = {
  ko: '다시 로그인해 주세요. 문제가 계속되면 아래 오류 코드를 상점에 알려 주세요.',
  en: 'Please log in again. If it keeps failing, tell the shop the error code below.',
};
const report: Text = { ko: '아래 오류 코드를 상점에 알려 주세요.', en: 'Please tell the shop the error code below.' };

const adviceByKind: Record<KakaoError['kind'], Text> = {
  api: later,
  auth: again,
  login: again,
  token: again,
  webhook: report,
  connection: later,
  unexpected: later,
  usage: report,
};

export function adviceOf(error: KakaoError): Text {
  return advice[`${error.endpoint ?? ''} ${error.code}`] ?? advice[String(error.code)] ?? adviceByKind[error.kind];
}

/** The call that was refused, such as `POST /v1/user/unlink`, or the callback of a failed login. */
export function wireCall(error: KakaoError): string {
  if (error.code === 'reconnect_required') return 'KakaoVault';
  if (error.endpoint === undefined) return error.kind === 'login' ? `GET /auth/kakao/callback` : error.kind;
  const { method, path } = endpoints[error.endpoint];
  return `${method} ${path}`;
}
