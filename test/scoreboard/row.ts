import type { KakaoEmulator } from '@kakao-login/emulator';
import { openBench, type Bench, type BenchSettings } from './bench.js';
import type { Subject } from './subjects.js';

/** A row of the table. */
export interface Behaviour {
  /** Measures all strategies at the same time, each with its own emulator, because the measurement waits. */
  slow?: true;
  /** Completes the sentence “the strategy …”. */
  name: string;
  measure: (subject: Subject, emulator: KakaoEmulator) => Promise<boolean>;
}

/** Measures a service with a login route and a callback route. */
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

/** Whether the status is below 500. */
export const answered = (response: Response) => response.status < 500;
