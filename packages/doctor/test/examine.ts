import { diagnose } from '@kakao-login/doctor';
import type { DoctorOptions, DoctorReport } from '@kakao-login/doctor';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { offline, online, soundVariables } from './misconfigurations.js';
import type { Misconfiguration, Subject } from './misconfigurations.js';

/** Diagnoses a service with these misconfigurations, and resets the emulator. */
export async function examine(
  emulator: KakaoEmulator,
  wrong: readonly Misconfiguration[],
  options: DoctorOptions = {},
): Promise<DoctorReport> {
  const consoles = wrong.flatMap(({ console }) => (console ? [console] : []));
  const faults = wrong.flatMap((row) => row.faults ?? []);
  for (const fault of faults) emulator.faults.add(fault);
  if (consoles.length > 0) await emulator.configure(Object.assign({}, ...consoles) as object);
  const variables = Object.assign({ ...soundVariables }, ...wrong.map(({ variables }) => variables)) as Record<
    string,
    string
  >;
  const more = Object.assign({}, ...wrong.map((row) => optionsOf(row, emulator.url))) as DoctorOptions;
  const report = await diagnose({ hosts: emulator.url, probe: true, ...more, ...options, variables });
  if (consoles.length > 0 || faults.length > 0) emulator.reset();
  return report;
}

/** The options of a misconfiguration, for a doctor that asks this server. */
export const optionsOf = ({ options }: Misconfiguration, hosts: string): Partial<DoctorOptions> =>
  (typeof options === 'function' ? options(hosts) : options) ?? {};

/** The distinct problems. A second app with the same key repeats them. */
export const troubles = ({ findings }: DoctorReport): string[] => [
  ...new Set(
    findings.flatMap(({ status, code }) => (status === 'FAIL' || status === 'WARN' ? [`${status} ${code}`] : [])),
  ),
];

export const troublesOf = (
  { finds }: Misconfiguration,
  subjects: readonly Subject[] = [...offline, ...online],
): readonly string[] => subjects.flatMap((subject) => finds[subject] ?? []);
