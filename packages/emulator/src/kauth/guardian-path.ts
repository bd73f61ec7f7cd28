/** Ours: where the guardian of somebody under 14 agrees. */
export const GUARDIAN_PATH = '/oauth/authorize/guardian';
