import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';

/** Which members are ids: `true` at the end of a path, `[]` for the elements of a list. */
interface Ids {
  [member: string]: Ids | true;
}

function idTree(paths: readonly string[]): Ids {
  const ids: Ids = {};
  for (const path of paths) {
    const steps = path.replaceAll('[]', '.[]').split('.').filter(Boolean);
    let at = ids;
    for (const [index, step] of steps.entries()) {
      if (index === steps.length - 1) at[step] = true;
      else at = (at[step] ??= {}) as Ids;
    }
  }
  return ids;
}

function write(value: unknown, ids: Ids | true | undefined): string | undefined {
  if (ids === true && typeof value === 'string') return value;
  if (ids === undefined || ids === true || typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((element) => write(element, ids['[]']) ?? 'null').join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = write(member, ids[name]);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

/**
 * Writes ids as JSON numbers of any length. Inside the emulator they are strings, because `JSON.stringify` cannot write
 * 1285016924429472463.
 */
export function wireJson(name: EndpointName): (value: unknown) => string {
  const paths: readonly string[] = endpoints[name].ids;
  const ids = paths.length > 0 ? idTree(paths) : undefined;
  return (value) => write(value, ids) ?? 'null';
}
