export { diagnose } from './diagnose.js';
export type { DoctorOptions, DoctorReport } from './diagnose.js';
export type { Finding, Status } from './finding.js';
export { DoctorUsageError } from './settings.js';
