/** Whether a text is a path without wildcards and parameters, for a route of a module. */
export const isPath = (path: string): boolean =>
  path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .every((segment) => /^[\w.~-]+$/.test(segment));
