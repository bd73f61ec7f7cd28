import { createKakaoEmulator, type KakaoEmulatorOptions } from '@kakao-login/emulator';
import { needs, questions } from './questions.js';
import type { Question } from './questions.js';
import { Unasked, masked } from './service.js';
import type { Account, Service } from './service.js';

/** The answers of Kakao and the emulator to a question. */
export interface Compared extends Pick<Question, 'asks' | 'guess'> {
  /** `unasked`: there is no result, for the reason in `because`. */
  outcome: 'same' | 'different' | 'unasked';
  kakao?: string;
  emulator?: string;
  because?: string;
}

const users: Record<Account, string> = { any: '1', 'held up': '2', 'no shipping address': '3' };

/** Options of an emulator that has an app like this one. */
function twinSeed(kakao: Service): KakaoEmulatorOptions {
  const { clientId, clientSecret, redirectUri, adminKey, sync = false } = kakao;
  const { items = { profile_nickname: 'required' } } = kakao;
  const address = { is_default: false, type: 'NEW', base_address: '', zone_number: '13529' } as const;
  const person = (account: Account) => ({
    id: users[account],
    loginId: `user${users[account]}@example.com`,
    nickname: 'someone',
    accountTermsDue: account === 'held up',
    addresses: ['11', '12', '13'].map((id) => ({ ...address, id, is_default: id === '11' })),
  });
  const ids = Object.keys(items) as (keyof typeof items)[];
  return {
    apps: [
      {
        appId: '1',
        name: 'live',
        restApiKeys: [
          { key: clientId, redirectUris: [redirectUri], ...(clientSecret !== undefined && { clientSecret }) },
        ],
        ...(adminKey !== undefined && { adminKeys: [{ key: adminKey }] }),
        openIdConnect: true,
        sync,
        consentItems: items,
      },
    ],
    strictHeaders: true,
    people: [person('any'), person('held up'), person('no shipping address')],
    links: [
      { appId: '1', personId: users.any },
      {
        appId: '1',
        personId: users['no shipping address'],
        scopes: ids.filter((id) => id !== 'shipping_address'),
      },
    ],
  };
}

/** Asks Kakao and an emulator with the same keys, and compares the answers. */
export async function compare(kakao: Service): Promise<Compared[]> {
  const emulator = await createKakaoEmulator(twinSeed(kakao));
  const twin: Service = {
    ...kakao,
    kauth: emulator.url,
    kapi: emulator.url,
    login: async (authorizeUrl, account) => (await emulator.signIn(users[account], { authorizeUrl })).callbackUrl,
    wait: async (milliseconds) => void emulator.clock.advance(milliseconds),
  };
  try {
    const all: Compared[] = [];
    for (const question of questions) {
      const { asks, guess } = question;
      all.push({ asks, guess, ...(await outcomeOf(question, kakao, twin)) });
    }
    return all;
  } finally {
    await emulator.close();
  }
}

async function outcomeOf(
  { needs: needed = [], ask }: Question,
  kakao: Service,
  twin: Service,
): Promise<Omit<Compared, 'asks' | 'guess'>> {
  const missing = needed.filter((need) => !needs[need].isMet(kakao)).map((need) => needs[need].how);
  if (missing.length > 0) return { outcome: 'unasked', because: missing.join('; ') };
  try {
    const [live, guessed] = [await told(ask, kakao), await told(ask, twin)];
    return { outcome: live === guessed ? 'same' : 'different', kakao: live, emulator: guessed };
  } catch (error) {
    if (!(error instanceof Unasked)) throw error;
    return { outcome: 'unasked', because: masked(kakao, error.message) };
  }
}

/** If a question gets no answer, the result says so, and the other questions go on. */
async function told(ask: Question['ask'], service: Service): Promise<string> {
  try {
    return masked(service, await ask(service));
  } catch (error) {
    if (error instanceof Unasked) throw error;
    return `no answer: ${error instanceof Error ? error.name : 'error'}`;
  }
}
