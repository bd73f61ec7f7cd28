import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as pages from '../../src/pages/index.js';
import { here, samples } from './samples.js';

const page = (name: string, lang: pages.Lang = 'ko'): string => samples[name]?.(lang) ?? '';
const inOrder = (html: string, parts: readonly string[]): boolean => {
  let from = 0;
  return parts.every((part) => {
    from = html.indexOf(part, from);
    return from++ !== -1;
  });
};
/** Every opening tag of a page. */
const tags = (html: string): string[] => html.match(/<[a-z][^\s>]*/gi) ?? [];

describe.each(Object.keys(samples))('the page %s', (name) => {
  test('says in both languages that it is an emulator', () => {
    expect(page(name, 'ko')).toContain('<strong>에뮬레이터</strong>');
    expect(page(name, 'en')).toContain('<strong>Emulator</strong>');
    expect(page(name, 'en')).toContain('<html lang="en">');
  });

  test('has no inline script, inline style or foreign resource', () => {
    const html = page(name);
    expect(html).not.toMatch(/<script(?![^>]*src="\/_emulator\/)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
    expect(html).not.toMatch(/<(?:img|link|script|iframe)[^>]*(?:src|href)="(?!\/_emulator\/)/);
  });

  test('has a label for every field, and no repeated IDs', () => {
    const html = page(name);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    // A field inside its label needs no ID.
    const outside = html.replaceAll(/<label(?![^>]*\sfor=)[^>]*>[^]*?<\/label>/g, '');
    const fields = [...outside.matchAll(/<input\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !/type="(?:hidden|submit)"/.test(tag));
    for (const field of fields) {
      const id = /\sid="([^"]*)"/.exec(field)?.[1];
      expect(html).toContain(`<label for="${id}"`);
    }
  });
});

describe('what browser automation by others looks for', () => {
  test('login: fields, checkbox and button in Kakao’s order', () => {
    const html = page('login').replaceAll(/\s+/g, ' ');
    expect(
      inOrder(html, [
        'article id="mainContent"',
        'class="cont_login"',
        'name="person" value="3890123451"',
        '계정정보 입력',
        'id="loginId--1" name="loginId"',
        'placeholder="카카오메일 아이디, 이메일, 전화번호"',
        'TIP',
        '카카오메일이 있다면 메일 아이디만 입력해 보세요.',
        'id="password--2" name="password" placeholder="비밀번호"',
        'id="saveSignedIn--4" name="saveSignedIn"',
        '간편로그인 정보 저장',
        'aria-label="도움말 보기"',
        '로그인한 계정의 정보가 저장됩니다. 개인정보 보호를 위해 개인 기기에서만 사용해 주세요.',
        'class="btn_g highlight submit">로그인<',
        '또는',
        'QR코드 로그인',
        '회원가입',
        '계정 찾기',
        '비밀번호 찾기',
      ]),
    ).toBe(true);
  });

  test('login: a hint fills in the login ID, and an error names its field', () => {
    const html = page('login-error').replaceAll(/\s+/g, ' ');
    expect(html).toContain('value="dalbit"');
    expect(html).toContain('비밀번호가 올바르지 않습니다.');
    expect(html).toMatch(/id="password--2"[^>]*aria-invalid="true"/);
    expect(html).not.toMatch(/id="loginId--1"[^>]*aria-invalid/);
    expect(html).toMatch(/id="saveSignedIn--4"[^>]*checked/);
  });

  test('chooser: a row for each saved account, and a last row for another account', () => {
    const html = page('chooser').replaceAll(/\s+/g, ' ');
    expect(html.match(/<a class="wrap_profile" role="button"/g)).toHaveLength(3);
    expect(
      inOrder(html, [
        '<ul class="list_easy">',
        '<span class="tit_profile"><bdi>달빛',
        '<span class="info_profile"><bdi>dalbit@example.com',
        'class="btn_delete"',
        '간편로그인 계정 삭제',
        '<span class="tit_profile">새로운 계정으로 로그인',
      ]),
    ).toBe(true);
  });

  test('consent: one checkbox for all required items, one for each optional item, and required terms first', () => {
    const html = page('consent').replaceAll(/\s+/g, ' ');
    expect(
      inOrder(html, [
        '달빛상점',
        '(주)달빛',
        '전체 동의하기',
        '전체동의는 카카오 및 (주)달빛의 서비스 동의를 포함하고 있습니다.',
        'dalbit@example.com',
        '계정 변경',
        '카카오 동의 항목',
        'name="scope" value="profile_nickname,phone_number" required',
        '[필수]</span> 카카오 개인정보 제3자 제공 동의',
        '보기',
        '카카오계정(전화번호)',
        '[선택]</span> 선택 제공 항목',
        'name="scope" value="account_email"',
        '카카오계정(이메일)',
        '달빛상점 서비스 동의',
        'name="terms" value="service_20260101" required',
        'name="terms" value="privacy_20260101" required',
        'name="terms" value="marketing_20260101"',
        'name="channel" value="_dalbit"',
        '달빛상점의 광고와 마케팅 메시지를 카카오톡으로 받습니다.',
        'name="action" value="accept">동의하고 계속하기',
        'name="action" value="cancel"',
        '취소',
      ]),
    ).toBe(true);
    expect(page('consent', 'en')).toContain('Accept and Continue');
  });

  test('logout: two buttons with the same name', () => {
    const html = page('logout').replaceAll(/\s+/g, ' ');
    expect(
      inOrder(html, [
        'method="post" action="/oauth/logout"',
        'name="stsc"',
        'name="csts"',
        'name="logout_with_kakao" value="false">이 서비스만 로그아웃',
        'name="logout_with_kakao" value="true">카카오계정과 함께 로그아웃',
      ]),
    ).toBe(true);
  });

  test('KOE pages: the code in the title, the app in span.txt_name, and the items that are not configured', () => {
    expect(page('koe006')).toContain('앱 관리자 설정 오류 (KOE006)');
    expect(page('koe006', 'en')).toContain('Admin Settings Issue (KOE006)');
    expect(page('koe006').replaceAll(/<[^>]*>/g, '')).toContain(
      '달빛상점 서비스 설정에 오류가 있어, 이용할 수 없습니다.',
    );
    expect(page('koe205')).toContain('잘못된 요청 (KOE205)');
    expect(page('koe205')).toContain('설정하지 않은 동의 항목: account_email, profile_image');
    expect(page('koe-unknown')).toMatch(/class="txt_name"><bdi><\/bdi>/);
  });
});

describe('hostile values', () => {
  const hostile = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(
      '"><script>alert(1)</script>',
      "'><img src=x onerror=alert(1)>",
      '</title><svg onload=1>',
      '&lt;b&gt;',
      '</script>',
    ),
  );
  const links = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    'data:text/html,x',
    'java\nscript:1',
  ];

  test('never become markup', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const render = (x: string, y: string): string =>
          [
            pages.loginPage({
              lang: 'ko',
              here,
              continueTo: x,
              loginId: y,
              people: [{ id: x, nickname: x, loginId: y, note: x }],
            }),
            pages.consentPage({
              lang: 'ko',
              here,
              transaction: x,
              kind: 'first',
              app: { name: x, company: y },
              account: { label: x, nickname: y },
              items: [{ id: x, required: true }],
              terms: [{ tag: y, title: x, required: false }],
            }),
            pages.koePage({ lang: 'ko', here, code: x, appName: y, unconfigured: [x], facts: [[x, y]] }),
            pages.addressAnswerPage({ lang: 'en', here, transId: x, answer: { errorCode: y, errorMessage: x } }),
            pages.proxyPage({ transId: x, allowedOrigins: [y] }),
          ].join('');
        expect(tags(render(a, b))).toEqual(tags(render('plain', 'plain')));
      }),
    );
  });

  test.each(links)('never become a link (%j)', (href) => {
    const html = pages.chooserPage({
      lang: 'ko',
      here,
      continueTo: '',
      accounts: [{ id: '1', name: 'n', info: 'i', href }],
      newAccountHref: href,
    });
    expect([...html.matchAll(/class="wrap_profile" role="button" href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
      '#',
      '#',
    ]);
  });

  test('an address ID is returned as a number with all its digits', () => {
    const html = pages.addressAnswerPage({ lang: 'ko', here, transId: 't', answer: { addressId: '9007199254740993' } });
    expect(html).toContain('data-answer="{&quot;address_id&quot;:9007199254740993}"');
  });
});
