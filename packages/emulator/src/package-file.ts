/** A file that this package ships beside its code, wherever that has been bundled to. */
export const packageFile = (name: string): URL =>
  new URL(name, import.meta.resolve('@kakao-login/emulator/package.json'));
