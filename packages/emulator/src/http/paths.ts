/** Whether a path is one of kapi's: those start with a version. */
export const isApiPath = (path: string): boolean => /^\/v\d\//.test(path);
