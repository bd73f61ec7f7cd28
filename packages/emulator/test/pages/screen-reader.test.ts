import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { serveSamples } from './sample-server.js';
import { samples } from './samples.js';
import type { Service } from './service.js';

interface AXNode {
  nodeId: string;
  childIds: string[];
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  description?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

const spoken = new Set([
  'heading',
  'checkbox',
  'radiogroup',
  'radio',
  'textbox',
  'button',
  'link',
  'alert',
  'DisclosureTriangle',
]);
const states = new Set(['checked', 'required', 'disabled', 'invalid', 'pressed']);

/** What a screen reader says about each control: role, name, description, states. */
async function reading(page: Page): Promise<string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = (await client.send('Accessibility.getFullAXTree')) as { nodes: AXNode[] };
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inOrder = (node: AXNode): AXNode[] => [
    node,
    ...node.childIds.flatMap((id) => {
      const child = byId.get(id);
      return child ? inOrder(child) : [];
    }),
  ];
  return nodes
    .slice(0, 1)
    .flatMap(inOrder)
    .filter(({ ignored, role }) => !ignored && spoken.has(role?.value ?? ''))
    .map(({ role, name, description, properties = [] }) => {
      const said = properties
        .filter(({ name: state, value }) => states.has(state) && ![false, 'false'].includes(value.value as string))
        .map(({ name: state }) => state);
      const text = [role?.value, name?.value, description?.value && `(${description.value})`, ...said].filter(Boolean);
      return text.join(' ').replaceAll(/\s+/g, ' ');
    });
}

describeInBrowser('a screen reader announces', () => {
  let server: Service;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await serveSamples(samples);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const read = async (sample: string): Promise<string[]> => {
    await page.goto(`${server.origin}/${sample}?lang=ko`);
    return reading(page);
  };

  test('which items are required or optional, and what each of them is', async () => {
    expect(await read('consent')).toEqual([
      'heading 달빛상점',
      'checkbox 전체 동의하기',
      'link 계정 변경',
      'heading 카카오 동의 항목',
      'checkbox [필수] 카카오 개인정보 제3자 제공 동의 (닉네임· 카카오계정(전화번호))',
      'DisclosureTriangle 보기 카카오 개인정보 제3자 제공 동의',
      'DisclosureTriangle 보기 선택 제공 항목',
      'checkbox 카카오계정(이메일) ([선택] 선택 제공 항목)',
      'checkbox 프로필 사진 ([선택] 선택 제공 항목)',
      'checkbox 배송지정보(수령인명, 배송지 주소, 전화번호) ([선택] 선택 제공 항목)',
      'heading 달빛상점 서비스 동의',
      'checkbox [필수] 서비스 이용약관',
      'link 보기 서비스 이용약관 (새 창)',
      'checkbox [필수] 개인정보 수집 및 이용',
      'DisclosureTriangle 보기 개인정보 수집 및 이용',
      'checkbox [선택] 마케팅 정보 수신',
      'DisclosureTriangle 보기 마케팅 정보 수신',
      'checkbox [선택] 달빛상점의 광고와 마케팅 메시지를 카카오톡으로 받습니다.',
      'button 동의하고 계속하기 disabled',
      'button 취소',
      'button 한국어 pressed',
      'button English',
    ]);
  });

  test('which field is invalid, and why', async () => {
    expect(await read('login-error')).toEqual(
      expect.arrayContaining([
        'textbox 카카오계정 아이디 (TIP 카카오메일이 있다면 메일 아이디만 입력해 보세요.) required',
        'textbox 비밀번호 (비밀번호가 올바르지 않습니다.) invalid required',
        'alert',
      ]),
    );
    expect(await read('create')).toEqual(
      expect.arrayContaining([
        'textbox 이메일 (이미 사용 중인 이메일입니다.) invalid required',
        'textbox 비밀번호 (8자 이상) required',
      ]),
    );
  });

  test('that one address can be selected, and which address a button belongs to', async () => {
    expect(await read('picker')).toEqual([
      'button 뒤로',
      'heading 배송지 선택',
      'radiogroup 배송지 선택',
      expect.stringMatching(/^radio 집 기본 배송지 김달빛 · 010-1234-5678 경기도 .*\(13529\) checked$/),
      'button 수정 집',
      expect.stringMatching(/^radio 배송지 김달빛 .*\(463-400\)$/),
      'button 수정 배송지',
      'button 새 배송지 추가',
      'button 이 배송지로 선택',
      'button 한국어 pressed',
      'button English',
    ]);
  });
});
