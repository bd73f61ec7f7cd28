import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { examine, optionsOf, troubles, troublesOf as all } from './examine.js';
import { apps, misconfigurations, offline, online, steps } from './misconfigurations.js';
import type { Misconfiguration, Subject } from './misconfigurations.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ apps });
});
afterAll(() => emulator.close());

/** Requests to the emulator take most of the time. By default, only one of this many pairs sends them. */
const stride = process.env['DOCTOR_PAIRS'] === 'all' ? 1 : 7;

describe('finds two misconfigurations', () => {
  const names = (row: Misconfiguration): string[] => [
    ...Object.keys(row.variables ?? {}),
    ...Object.keys(row.console ?? {}),
    ...Object.keys(optionsOf(row, 'http://localhost')),
  ];
  const setsKakao = (row: Misconfiguration): boolean => names(row).some((name) => name.includes('KAKAO'));
  /** Whether both change the same variable, option or field of the console, or a module file replaces the variables. */
  const exclude = (one: Misconfiguration, other: Misconfiguration): boolean => {
    const taken = new Set(names(one));
    const isHidden = (one.readsModule && setsKakao(other)) || (other.readsModule && setsKakao(one));
    return isHidden || names(other).some((name) => taken.has(name));
  };
  const has = (row: Misconfiguration, subjects: readonly Subject[]): boolean =>
    subjects.some((subject) => row.finds[subject] !== undefined);
  const isOfToken = ({ step }: Misconfiguration): boolean => step === 'ip' || step === 'secret';
  const codeOf = (trouble: string): string => trouble.slice('FAIL '.length);

  /**
   * Problems of different subjects must all be found, and no others. Of two problems of the same subject, Kakao or a
   * browser may show only one: the one of the earlier step, or either.
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
    const possible = new Set(pair.flatMap((row) => [...all(row, subjects), ...(row.canFind ?? [])]).map(codeOf));
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

  const pairs = misconfigurations.flatMap((row, index) =>
    misconfigurations
      .slice(index + 1)
      .filter((other) => !exclude(row, other))
      // Problems that are only in the settings do not need Kakao's responses.
      .map((other) => ({ row, other, probe: has(row, online) || has(other, online) })),
  );
  const chosen = [
    ...pairs.filter(({ probe }) => !probe),
    ...pairs.filter(({ probe }) => probe).filter((_pair, index) => index % stride === 0),
  ];
  const byRow = misconfigurations
    .map((row) => ({ name: row.name, own: chosen.filter((pair) => pair.row === row) }))
    .filter(({ own }) => own.length > 0);

  test.each(byRow)('$name, and another one', async ({ own }) => {
    const wrong: object[] = [];
    for (const { row, other, probe } of own) {
      const found = troubles(await examine(emulator, [row, other], { probe }));
      wrong.push(...slips(found, [row, other], probe ? [...offline, ...online] : offline));
    }
    expect(wrong).toEqual([]);
  });
});
