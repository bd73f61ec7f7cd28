import type { Person } from './entities.js';

/** Full years; undefined when the birth year is unknown. */
export function ageOf(person: Person, now: number): number | undefined {
  if (person.birthyear === undefined) return undefined;
  const today = new Date(now + 9 * 3_600_000);
  const years = today.getUTCFullYear() - Number(person.birthyear);
  const monthAndDay = (today.getUTCMonth() + 1) * 100 + today.getUTCDate();
  return person.birthday !== undefined && Number(person.birthday) > monthAndDay ? years - 1 : years;
}

export const isUnder14 = (person: Person, now: number): boolean => (ageOf(person, now) ?? 99) < 14;
