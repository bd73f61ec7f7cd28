import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { examine, troubles, troublesOf as all } from './examine.js';
import { apps, misconfigurations, offline, online, steps } from './misconfigurations.js';
import type { Misconfiguration, Subject } from './misconfigurations.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ apps });
});
afterAll(() => emulator.close());

/** Asking the emulator takes most of the time. So each row meets one in so many of the others: all rows are met, in other pairs. */
const rotation = { online: 3, settings: 36 };

describe('finds two things that are wrong', () => {
  const names = (row: Misconfiguration): string[] => [
    ...Object.keys(row.variables ?? {}),
    ...Object.keys(row.console ?? {}),
    ...Object.keys(row.options ?? {}),
  ];
  /** Both cannot be wrong at once. */
  const exclude = (one: Misconfiguration, other: Misconfiguration): boolean => {
    const taken = new Set(names(one));
    return names(other).some((name) => taken.has(name));
  };
  const has = (row: Misconfiguration, subjects: readonly Subject[]): boolean =>
    subjects.some((subject) => row.finds[subject] !== undefined);
  const isOfToken = ({ step }: Misconfiguration): boolean => step === 'ip' || step === 'secret';
  const codeOf = (trouble: string): string => trouble.slice('FAIL '.length);

  /**
   * What is about different things is found whole, and nothing is made up. Of two that are about the same, Kakao or a browser may show
   * one only: then that of the earlier step, or either. That the other one is found once the first is repaired is the test above.
   */
  function slips(
    found: readonly string[],
    pair: readonly [Misconfiguration, Misconfiguration],
    subjects: readonly Subject[],
  ): object[] {
    const [one, other] = pair;
    const shared = subjects.filter((subject) => one.finds[subject] && other.finds[subject]);
    const apart = subjects.filter((subject) => !shared.includes(subject));
    const certain = pair.flatMap((row) => all(row, apart));
    const possible = new Set(pair.flatMap((row) => all(row, subjects)).map(codeOf));
    const [first, second] = pair.toSorted((a, b) => steps.indexOf(a.step ?? 'key') - steps.indexOf(b.step ?? 'key'));
    if (shared.includes('login') && first && second) {
      certain.push(...(first.finds.login ?? []));
      if (isOfToken(first) && !isOfToken(second)) certain.push(...(second.finds.login ?? []));
    }
    const isTold = (subject: Subject): boolean =>
      pair.some((row) => row.finds[subject]?.length === 0) ||
      pair.some((row) => row.finds[subject]?.some((trouble) => found.map(codeOf).includes(codeOf(trouble))));
    const wrong = {
      missing: certain.filter((trouble) => !found.includes(trouble)),
      invented: found.filter((trouble) => !possible.has(codeOf(trouble))),
      untold: shared.filter((subject) => !isTold(subject)),
    };
    const isRight = Object.values(wrong).every((list) => list.length === 0);
    return isRight ? [] : [{ pair: pair.map(({ name }) => name), found, ...wrong }];
  }

  const others = (row: Misconfiguration): Misconfiguration[] =>
    misconfigurations.slice(misconfigurations.indexOf(row) + 1).filter((other) => !exclude(row, other));

  test('in the settings, without asking Kakao', async () => {
    const wrong: object[] = [];
    for (const row of misconfigurations) {
      for (const other of others(row)) {
        if (has(row, online) && has(other, online)) continue;
        const found = troubles(await examine(emulator, [row, other], { probe: false }));
        wrong.push(...slips(found, [row, other], offline));
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(misconfigurations.filter((row) => has(row, online)))(
    '$name, and some of the others that Kakao’s answers show',
    async (row) => {
      const wrong: object[] = [];
      const part = misconfigurations.indexOf(row) % rotation.online;
      const shown = others(row).filter((other) => has(other, online));
      for (const other of shown.filter((_one, index) => index % rotation.online === part)) {
        const found = troubles(await examine(emulator, [row, other]));
        wrong.push(...slips(found, [row, other], [...offline, ...online]));
      }
      expect(wrong).toEqual([]);
    },
  );

  test.each(misconfigurations.filter((row) => !has(row, online)))(
    '$name, and a few of those that Kakao’s answers show',
    async (row) => {
      const wrong: object[] = [];
      const answered = misconfigurations.filter((other) => has(other, online) && !exclude(row, other));
      // The answers do not depend on this row: a part of them each, so that all of them are met.
      const part = misconfigurations.indexOf(row) % rotation.settings;
      for (const other of answered.filter((_one, index) => index % rotation.settings === part)) {
        const found = troubles(await examine(emulator, [row, other]));
        wrong.push(...slips(found, [row, other], [...offline, ...online]));
      }
      expect(wrong).toEqual([]);
    },
  );
});
