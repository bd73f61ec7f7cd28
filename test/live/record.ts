import type { Compared } from './compare.js';
import { notAsked } from './not-asked.js';
import { version } from './service.js';

/** The names of the wrong guesses in `packages/emulator/src/guesses.ts`. */
export const guessesToChange = (all: readonly Compared[]): string[] => [
  ...new Set(all.filter(({ outcome }) => outcome === 'different').map(({ guess }) => guess)),
];

function lineOf({ asks, kakao, emulator, outcome, because }: Compared): string {
  switch (outcome) {
    case 'different':
      return `different  ${asks}\n             Kakao:    ${kakao}\n             emulator: ${emulator}`;
    case 'same':
      return `same       ${asks}: ${kakao}`;
    default:
      return `unasked    ${asks} (${because})`;
  }
}

/** The record as text: the answers, the guesses to change, and what was not asked. */
export function recordOf(all: readonly Compared[]): string {
  const wrong = guessesToChange(all);
  const result =
    wrong.length === 0
      ? ['No guess to change.']
      : ['Guesses to change (packages/emulator/src/guesses.ts):', ...wrong.map((guess) => `- ${guess}`)];
  const rest = notAsked.map(({ what, because }) => `- ${what}: not asked, because ${because}.`);
  return `${[...all.map(lineOf), '', ...result, '', 'What this does not ask:', ...rest].join('\n')}\n`;
}

/** The record as JSON. `version` is the version of the format. */
export const fileOf = (all: readonly Compared[], at: Date): string =>
  `${JSON.stringify({ version: 1, probe: version, at: at.toISOString(), answers: all, guessesToChange: guessesToChange(all), notAsked }, undefined, 2)}\n`;
