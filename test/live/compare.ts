import { createKakaoEmulator } from '@kakao-login/emulator';
import { masked, questions } from './questions.js';
import type { Question, Service } from './questions.js';

/** How Kakao and the emulator answer one question. */
export interface Compared extends Pick<Question, 'asks' | 'guess'> {
  kakao: string;
  emulator: string;
  /** `unasked`: without an admin key or a login. */
  outcome: 'same' | 'different' | 'unasked';
}

/** Asks Kakao and an emulator with the same keys, and compares. */
export async function compare(kakao: Service): Promise<Compared[]> {
  const { clientId, clientSecret, redirectUri, adminKey, login } = kakao;
  const emulator = await createKakaoEmulator({
    apps: [
      {
        appId: '1',
        name: 'live',
        restApiKeys: [
          { key: clientId, redirectUris: [redirectUri], ...(clientSecret !== undefined && { clientSecret }) },
        ],
        ...(adminKey !== undefined && { adminKeys: [{ key: adminKey }] }),
        openIdConnect: true,
      },
    ],
    strictHeaders: true,
    people: [{ id: '1', loginId: 'someone@example.com', nickname: 'someone' }],
  });
  const twin: Service = {
    ...kakao,
    kauth: emulator.url,
    kapi: emulator.url,
    login: async (authorizeUrl) => (await emulator.signIn('1', { authorizeUrl })).callbackUrl,
  };
  try {
    const all: Compared[] = [];
    for (const { asks, guess, needs, ask } of questions) {
      const isUnasked = (needs === 'admin key' && adminKey === undefined) || (needs === 'login' && login === undefined);
      if (isUnasked) {
        all.push({ asks, guess, kakao: '', emulator: '', outcome: 'unasked' });
        continue;
      }
      const [live, guessed] = [await told(ask, kakao), await told(ask, twin)];
      all.push({ asks, guess, kakao: live, emulator: guessed, outcome: live === guessed ? 'same' : 'different' });
    }
    return all;
  } finally {
    await emulator.close();
  }
}

/** A question that cannot be asked (no answer, a login that was cut short) does not end the others. */
async function told(ask: Question['ask'], service: Service): Promise<string> {
  try {
    return await ask(service);
  } catch (error) {
    return masked(service, `no answer: ${error instanceof Error ? error.name : 'error'}`);
  }
}

/** The record as text, and the guesses to change. */
export function recordOf(all: readonly Compared[]): string {
  const lines = all.map(({ asks, kakao, emulator, outcome }) =>
    outcome === 'different'
      ? `different  ${asks}\n             Kakao:    ${kakao}\n             emulator: ${emulator}`
      : `${outcome.padEnd(10)} ${asks}${outcome === 'same' ? `: ${kakao}` : ''}`,
  );
  const wrong = [...new Set(all.filter(({ outcome }) => outcome === 'different').map(({ guess }) => guess))];
  const result =
    wrong.length === 0
      ? ['No guess to change.']
      : ['Guesses to change (packages/emulator/src):', ...wrong.map((guess) => `- ${guess}`)];
  return `${[...lines, '', ...result].join('\n')}\n`;
}
