import type { Call } from '../http/call.js';
import { endpointOf } from '../request-log.js';
import { fits, flaws } from './fault.js';
import type { Fault } from './fault.js';
import { readFault } from './order.js';

interface Planned {
  id: number;
  fault: Fault;
  left: number;
}

/** A fault that will still be played. `left`: how many times; undefined: forever. */
export type PlannedFault = Fault & { id: number; left?: number };

function planOf(id: number, order: Fault): Planned {
  const fault = readFault(order);
  return { id, fault, left: fault.times ?? (fault.rate === undefined ? 1 : Infinity) };
}

/** The fault for one request. */
export class DueFault {
  isPlayed = false;
  readonly #count: () => boolean;

  constructor(
    readonly fault: Fault,
    count: () => boolean,
  ) {
    this.#count = count;
  }

  /** Counts the fault as played. Returns false if it was removed in the meantime. */
  play(): boolean {
    this.isPlayed = this.#count();
    return this.isPlayed;
  }
}

const isMeant = (fault: Fault, { path }: Call): boolean =>
  fault.on === '*' ? fits(fault, path) : fault.on === path || fault.on === endpointOf(path);

/** The faults that will still be played. */
export class Faults {
  #planned: Planned[] = [];
  #next = 1;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /**
   * Adds a fault. Returns its ID.
   *
   * @throws {TypeError} when it can never happen, for example with a code of another host; the message says why
   */
  add(fault: Fault): number {
    const planned = planOf(this.#next, fault);
    this.#next += 1;
    this.#planned.push(planned);
    return planned.id;
  }

  /**
   * Reads the list of another emulator. Returns a function that puts it into use.
   *
   * @throws {TypeError} when one of them is invalid.
   */
  restoring(list: readonly PlannedFault[]): () => void {
    const planned = list.map(({ id, left, ...fault }) => ({ ...planOf(id, fault), left: left ?? Infinity }));
    return () => {
      this.#planned = planned;
      this.#next = Math.max(0, ...planned.map(({ id }) => id)) + 1;
    };
  }

  remove(id: number): void {
    this.#planned = this.#planned.filter((planned) => planned.id !== id);
  }

  clear(): void {
    this.#planned = [];
  }

  /** The faults that will still be played. */
  list(): PlannedFault[] {
    return this.#planned.map(({ id, fault, left }) => ({ ...fault, id, ...(Number.isFinite(left) && { left }) }));
  }

  /**
   * Returns the fault for this request, if any. One that changes a response counts only if there is something to
   * change.
   */
  take(call: Call): DueFault | undefined {
    const planned = this.#planned.find(({ fault }) => isMeant(fault, call) && this.#random() < (fault.rate ?? 1));
    if (!planned) return undefined;
    const due = new DueFault(planned.fault, () => this.#count(planned));
    if (!Object.hasOwn(flaws, planned.fault.kind)) due.play();
    return due;
  }

  mayHit(call: Call): boolean {
    return this.#planned.some(({ fault }) => isMeant(fault, call));
  }

  #count(planned: Planned): boolean {
    if (!this.#planned.includes(planned)) return false;
    planned.left -= 1;
    if (planned.left <= 0) this.remove(planned.id);
    return true;
  }
}
