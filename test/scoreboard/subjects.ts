import { readFile } from 'node:fs/promises';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy } from '@kakao-login/passport';
import type { Strategy } from 'passport';
import { Strategy as PassportKakao } from 'passport-kakao';
import { Strategy as PassportKakaoLogin } from 'passport-kakao-login';
import { redirectStrategy } from '../clients/kakao-hosts.js';

/** A verify callback with passport-oauth2's five arguments, which all three strategies support. */
export type Verify = (
  accessToken: string,
  refreshToken: string,
  params: object,
  profile: object,
  done: (error: unknown, user?: object) => void,
) => void;

/** A strategy that is measured. */
export interface Subject {
  name: string;
  version: string;
  ours: boolean;
  /** The class, for Nest. */
  Strategy: new (...given: never[]) => object;
  /** Creates a strategy that uses the emulator: ours through an option, the others by replacing their constants. */
  make(options: object, verify: Verify, emulator: KakaoEmulator): Strategy;
}

type Class = new (options: object, verify: Verify) => Strategy;

async function versionOf(file: string): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as { version: string };
  return version;
}

const peer = async (name: string, Strategy: unknown): Promise<Subject> => ({
  name,
  version: await versionOf(`../../node_modules/${name}/package.json`),
  ours: false,
  Strategy: Strategy as Subject['Strategy'],
  make: (options, verify, { url }) => redirectStrategy(new (Strategy as Class)(options, verify), url),
});

export const loadSubjects = async (): Promise<Subject[]> => [
  {
    name: '@kakao-login/passport',
    version: await versionOf('../../packages/passport/package.json'),
    ours: true,
    Strategy: KakaoStrategy,
    make: (options, verify, { url }) => new (KakaoStrategy as unknown as Class)({ ...options, hosts: url }, verify),
  },
  await peer('passport-kakao', PassportKakao),
  await peer('passport-kakao-login', PassportKakaoLogin),
];
