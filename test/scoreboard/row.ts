import type { KakaoEmulator } from '@kakao-login/emulator';
import { openBench, type Bench, type BenchSettings } from './bench.js';
import type { Subject } from './subjects.js';

/** One row of the table. */
export interface Behaviour {
  /** It waits: all subjects at a time, each with an emulator of its own. */
  slow?: true;
  /** In words that finish the sentence “the strategy …”. */
  name: string;
  measure: (subject: Subject, emulator: KakaoEmulator) => Promise<boolean>;
}

/** A measurement of one login route and one callback route, with a person in front of them. */
export function on(settings: BenchSettings, measure: (bench: Bench) => Promise<boolean>): Behaviour['measure'] {
  return async (subject, emulator) => {
    emulator.reset();
    const bench = await openBench(subject, emulator, settings);
    try {
      return await measure(bench);
    } finally {
      await bench[Symbol.asyncDispose]();
    }
  };
}

/** Not with a 500 or worse. */
export const answered = (response: Response) => response.status < 500;
