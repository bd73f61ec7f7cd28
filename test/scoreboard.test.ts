import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { Visitor } from './attacks/support/visitor.js';
import { attacks } from './scoreboard/attacks.js';
import { behaviours } from './scoreboard/behaviours.js';
import { callbackURL, openBench } from './scoreboard/bench.js';
import type { Behaviour } from './scoreboard/row.js';
import { loadSubjects, type Subject } from './scoreboard/subjects.js';
import { countsOf, markdownOf, type Section } from './scoreboard/table.js';

let emulator: KakaoEmulator;
let subjects: Subject[];
const sections: Section[] = [
  { title: 'behaviour: the strategy …', rows: [] },
  { title: 'attack or accident: the strategy …', rows: [] },
];

beforeAll(async () => {
  emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
  subjects = await loadSubjects();
});
afterAll(async () => {
  await emulator.close();
  const folder = new URL('artifacts/', import.meta.url);
  const markdown = markdownOf(
    sections,
    subjects.map(({ name, version }) => `${name} ${version}`),
  );
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('scoreboard.md', folder), markdown);
  console.log(markdown);
});

/** Measures all strategies. Fails if a strategy received no request, so that every mark comes from a run. */
async function measure(section: Section, { name, slow, measure }: Behaviour): Promise<readonly boolean[]> {
  const marks: boolean[] = [];
  const asked: boolean[] = [];
  if (slow === true) {
    const emulators = await Promise.all(subjects.map(() => createKakaoEmulator({ redirectUris: [callbackURL] })));
    marks.push(...(await Promise.all(subjects.map((subject, n) => measure(subject, emulators[n]!)))));
    for (const { requests } of emulators) asked.push(requests.some(({ fault }) => fault !== undefined));
    await Promise.all(emulators.map((one) => one.close()));
  } else {
    for (const subject of subjects) {
      const before = Visitor.requests;
      marks.push(await measure(subject, emulator));
      asked.push(Visitor.requests > before);
    }
  }
  if (asked.includes(false)) throw new Error(`not measured: ${name}`);
  section.rows.push({ name, marks });
  return marks;
}

test('each of the three strategies logs a user in, so the marks below are meaningful', async () => {
  for (const subject of subjects) {
    emulator.reset();
    const bench = await openBench(subject, emulator);
    const { status, user } = await bench.logIn();
    expect([subject.name, status, user?.accessToken]).toEqual([subject.name, 200, expect.any(String)]);
    expect(emulator.requests.map(({ endpoint }) => endpoint)).toContain('oauth.token');
    await bench[Symbol.asyncDispose]();
  }
});

describe('the 17 behaviours of the survey', () => {
  test.each(behaviours)('the strategy $name', async (behaviour) => {
    const [ours] = await measure(sections[0]!, behaviour);
    expect(ours).toBe(true);
  });
});

describe('attacks and accidents', () => {
  test.each(attacks)('the strategy $name', async (attack) => {
    const [ours] = await measure(sections[1]!, attack);
    expect(ours).toBe(true);
  });
});

test('the counts are those of the survey, and every row has a mark for each strategy', () => {
  expect(behaviours).toHaveLength(17);
  expect(sections.map(({ rows }) => rows.length)).toEqual([behaviours.length, attacks.length]);
  expect(sections.flatMap(({ rows }) => rows.filter(({ marks }) => marks.length !== 3))).toEqual([]);
  expect(countsOf(sections[0]!, 3)).toEqual([17, 0, 3]);
  expect(countsOf(sections[1]!, 3)[0]).toBe(attacks.length);
});
