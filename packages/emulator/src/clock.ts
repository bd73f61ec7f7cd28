/** How far to move the clock: milliseconds, or by the names. */
export type Span =
  number | { days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number };

export function milliseconds(span: Span): number {
  if (typeof span === 'number') return span;
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds: rest = 0 } = span;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + rest;
}

/** The emulator's time: the machine's, plus what a test has added. */
export class Clock {
  #offset = 0;
  readonly #source: () => number;
  readonly #moved: () => void;

  constructor(source: () => number = Date.now, moved: () => void = () => undefined) {
    this.#source = source;
    this.#moved = moved;
  }

  /** Unix time in milliseconds. */
  now(): number {
    return this.#source() + this.#offset;
  }

  /** Lets time pass: codes, tokens and sessions age by it. Never backwards. */
  advance(span: Span): number {
    const by = milliseconds(span);
    if (!Number.isFinite(by) || by < 0) throw new RangeError('clock.advance: a span of zero or more is expected');
    this.#offset += by;
    this.#moved();
    return this.now();
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#offset = 0;
  }
}

/** RFC 3339 in UTC without fractions, as Kakao writes instants. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);
