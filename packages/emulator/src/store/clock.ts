import { instead } from '../nearest.js';

/** A time span: milliseconds, or an object by units. */
export type Span =
  number | { days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number };

const units: Record<string, number> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
  milliseconds: 1,
};

/** The last instant that RFC 3339 can write. */
export const END_OF_TIME = Date.UTC(9999, 11, 31);

/** Checked, because a span can come over HTTP from any language. `name`: the method, for messages. */
export function milliseconds(span: Span, name: string): number {
  if (typeof span === 'number') return positive(span, name);
  if (typeof span !== 'object' || span === null) {
    throw new RangeError(`${name}: milliseconds, or a span such as { hours: 6 }, are expected`);
  }
  let sum = 0;
  for (const [member, count] of Object.entries(span) as [string, unknown][]) {
    const unit = units[member];
    if (unit === undefined) {
      throw new RangeError(`${name}: ${member} is not known here${instead(member, Object.keys(units))}`);
    }
    if (typeof count !== 'number') throw new RangeError(`${name}: ${member} is not a number`);
    sum += count * unit;
  }
  return positive(sum, name);
}

function positive(span: number, name: string): number {
  if (span >= 0) return span;
  throw new RangeError(`${name}: a span of zero or more is expected`);
}

/** The emulator's time: the machine's time plus what a test has added. */
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

  /** Moves the clock forward, so that codes, tokens and sessions expire. */
  advance(span: Span): number {
    const by = milliseconds(span, 'clock.advance');
    if (this.now() + by > END_OF_TIME) throw new RangeError('clock.advance: that is after the year 9999');
    this.#offset += by;
    this.#moved();
    return this.now();
  }

  /** How far it is ahead of its source. */
  get ahead(): number {
    return this.#offset;
  }

  /** Restores the lead of another clock, but does not go back before `notBefore`. */
  restore(ahead: number, notBefore: number): void {
    this.#offset = Math.max(ahead, notBefore - this.#source());
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#offset = 0;
  }
}

/** RFC 3339 in UTC without fractions, as Kakao writes instants. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);
