import type { Lang } from '../../src/pages/index.js';

/** The visible and spoken text of a page, one piece for each element, without code, addresses and names. */
function pieces(html: string, names: readonly string[]): string[] {
  const text = html
    .replaceAll(/<(code|script|svg)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<span[^>]*aria-hidden[^]*?<\/span>/g, ' ')
    .replaceAll(/<button[^>]*\blang="[^]*?<\/button>/g, ' ')
    .replaceAll(/<option value="([^"]*)">\s*\1\s*<\/option>/g, ' ')
    .replaceAll(/\s(?:aria-label|placeholder|data-(?:copied|left|refused|reset|rotate))="([^"]*)"/g, '>\n$1\n<')
    // Parts of one sentence.
    .replaceAll(/<\/?(?:b|bdi|strong|span|a)\b[^>]*>/g, '')
    .replaceAll(/<[^>]*>?/g, '\n')
    .replaceAll(/\S+@\S+|https?:\S+|&quot;/g, ' ');
  const unnamed = [...names]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replaceAll(name, ' '), text);
  return unnamed
    .split(/\n|(?<=[.!?]) /)
    .map((piece) => piece.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** `해요`, and sentences in the plain form. Pages use `합니다` and `해 주세요`. */
const otherRegister =
  /(?:[가-힣](?:어|아|여|해|와|워|돼|래|예|에|네|군|까|지|나|가|게|데|대|고)요|죠|(?<!니)다)[.!?]+$|[어아해돼예에까]요$/;
/** Sentences that are on Kakao's page. */
const ofKakao = ['왜 에러가 발생하나요?'];
/** Words that are in Latin letters in Korean too: products, standards, parameters. */
const latin = new Set(
  'Android API CI Connect HTML ID iOS JavaScript JSON KOE OFF ON OpenID QR REST SDK TIP URI ms scope'.split(' '),
);
const isIdentifier = (word: string): boolean => /[_/\d]|[a-z][A-Z]/.test(word) || latin.has(word);

/** What is wrong with the text of a page in this language. */
export function faultsOf(html: string, lang: Lang, names: readonly string[]): string[] {
  if (lang === 'en') return pieces(html, names).filter((piece) => /[가-힣]/.test(piece));
  return pieces(html, [...names, ...ofKakao]).filter(
    (piece) =>
      otherRegister.test(piece) || (piece.match(/[\w/-]*[A-Za-z][\w/-]*/g) ?? []).some((word) => !isIdentifier(word)),
  );
}
