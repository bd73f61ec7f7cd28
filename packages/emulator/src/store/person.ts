import type { Person } from './entities.js';

/** Full years; undefined when the birth year is unknown. */
export function ageOf(person: Person, now: number): number | undefined {
  if (person.birthyear === undefined) return undefined;
  const today = new Date(now + 9 * 3_600_000).toISOString();
  const years = Number(today.slice(0, 4)) - Number(person.birthyear);
  const monthAndDay = today.slice(5, 7) + today.slice(8, 10);
  return person.birthday !== undefined && person.birthday > monthAndDay ? years - 1 : years;
}

export const isUnder14 = (person: Person, now: number): boolean => (ageOf(person, now) ?? 99) < 14;
