/** Declarations for blocks that show only a few lines of a program. */
export const prelude = `
import type { KakaoClient, KakaoError, KakaoId, TokenResponse } from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import type { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoVault } from '@kakao-login/vault';
import type { Express } from 'express';
declare global {
  const app: Express;
  const kakao: KakaoClient;
  const emulator: KakaoEmulator;
  const accessToken: string;
  const userId: KakaoId;
  const tokens: TokenResponse;
  const strategy: KakaoStrategy;
  const options: KakaoModuleOptions;
  const wholesaleOptions: KakaoModuleOptions;
  const nativeAppKey: string;
  interface Member {
    name: string;
    kakaoId: KakaoId;
  }
  class MemberRepository {
    find(kakaoId: KakaoId): Promise<Member | null>;
    findOrCreate(kakaoId: KakaoId, name: string, email?: string): Promise<Member>;
  }
  class MembersModule {}
}
export {};
`;
/** Modules that a Nest application has, but this repository does not. */
export const ambient = `
declare module '@nestjs/config' {
  export class ConfigService {
    getOrThrow(name: string): string;
  }
}
`;
/** Types that JavaScript programs cannot declare: a server that listens on a port has an address. */
export const untyped = `
declare module 'node:net' {
  interface Server {
    address(): AddressInfo;
  }
}
declare global {
  namespace Express {
    interface User {
      id: string;
      name: string;
    }
    interface AuthInfo {
      returnTo?: string;
    }
  }
}
export {};
`;
