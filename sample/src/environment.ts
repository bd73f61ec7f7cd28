/** Environment variables that have a value: one that is empty counts as absent. */
export type Environment = Readonly<Record<string, string>>;

/** Removes empty variables once, so that no other code has to handle them. */
export function withoutEmpty(variables: NodeJS.ProcessEnv): Environment {
  const trimmed = Object.entries(variables).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}
