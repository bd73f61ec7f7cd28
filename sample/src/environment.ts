/** Environment variables that have a value: one that is empty counts as absent. */
export type Environment = Readonly<Record<string, string>>;

/** Reads every variable of the process once, so that no later line has to think of empty ones. */
export function withoutEmpty(variables: NodeJS.ProcessEnv): Environment {
  const trimmed = Object.entries(variables).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}
