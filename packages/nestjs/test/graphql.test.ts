import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Injectable, UseGuards } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Field, GraphQLModule, ID, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoModule,
  KakaoTokenGuard,
  KakaoTokenHandler,
  KakaoUser,
  KakaoUserService,
} from '@kakao-login/nestjs';
import type { KakaoTokenLogin } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

@ObjectType()
class Member {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
class Shop {
  @Field(() => String) name!: string;
}

@Injectable()
class AppUser extends KakaoTokenHandler<Member> {
  async handle(login: KakaoTokenLogin): Promise<Member> {
    return { id: login.id, name: (await login.profile()).displayName };
  }
}

/** All queries are for members only. */
@Resolver(() => Member)
@UseGuards(KakaoTokenGuard)
class MemberResolver {
  constructor(private readonly users: KakaoUserService) {}

  @Query(() => Member)
  me(@KakaoUser() member: Member): Member {
    return member;
  }

  @Query(() => String)
  async nickname(): Promise<string> {
    await this.users.me({ accessToken: 'not-a-token' });
    return '';
  }
}

/** Everyone can see the shop. Only members can see who they are, and their favourites. */
@Resolver(() => Shop)
class ShopResolver {
  @Query(() => Shop)
  shop(): Shop {
    return { name: '달빛상점' };
  }

  @ResolveField(() => Member, { nullable: true })
  @UseGuards(KakaoTokenGuard)
  viewer(@KakaoUser() member: Member): Member {
    return member;
  }

  @ResolveField(() => [String], { nullable: true })
  @UseGuards(KakaoTokenGuard)
  favorites(@Parent() shop: Shop, @KakaoUser() member: Member): string[] {
    return [`${shop.name} ${member.name}`];
  }

  @Query(() => String, { nullable: true })
  @UseGuards(KakaoAuthGuard)
  login(): string {
    return 'never';
  }
}

interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path: string[]; extensions: Record<string, unknown> & { kakao?: object } }[];
}

describe.each(platforms)('Apollo on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;
  let good: string;

  beforeAll(async () => {
    emulator = await createKakaoEmulator();
    const { appId, restApiKey, clientSecret } = emulator.app;
    started = await start(platform, {
      imports: [
        KakaoModule.forRoot({
          appId,
          clientID: restApiKey,
          clientSecret,
          callbackURL: '/callback',
          hosts: emulator.url,
          tokenHandler: AppUser,
        }),
        GraphQLModule.forRoot<ApolloDriverConfig>({
          driver: ApolloDriver,
          autoSchemaFile: true,
          fieldResolverEnhancers: ['guards'],
        }),
      ],
      providers: [MemberResolver, ShopResolver, { provide: APP_FILTER, useClass: KakaoExceptionFilter }],
    });
    browser = new Browser();
  });
  beforeEach(async () => {
    good = (await emulator.issueTokens(emulator.people[0]!)).access_token;
  });
  afterAll(async () => {
    await browser.close();
    await started.close();
    await emulator.close();
  });

  const ask = async (query: string, token?: string): Promise<GraphqlAnswer> => {
    const api = { accept: 'application/json', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };
    const headers = { ...api, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    return (await browser.postJson(`${started.url}/graphql`, { query }, headers)).json();
  };

  test('a request with an access token gets the user that the handler returns', async () => {
    expect(await ask('{ me { id name } }', good)).toEqual({ data: { me: { id: '1001', name: '달빛' } } });
  });

  test('a request with an ID token gets the user too', async () => {
    const { id_token: idToken } = await emulator.issueTokens(emulator.people[0]!);
    expect(await ask('{ me { name } }', idToken)).toEqual({ data: { me: { name: '달빛' } } });
  });

  test('an invalid token causes an error with code, reason and remedy', async () => {
    const { data, errors } = await ask('{ me { id } }', 'nonsense');
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        path: ['me'],
        message: expect.stringContaining('-401'),
        extensions: {
          code: 'UNAUTHENTICATED',
          kakao: { error: '-401', kind: 'api', remedy: { ko: expect.any(String), en: expect.any(String) } },
        },
      },
    ]);
  });

  test('a token of another app also causes such an error', async () => {
    const foreign = await emulator.issueTokens(emulator.people[0]!, { app: emulator.apps[1]! });
    const { errors } = await ask('{ me { id } }', foreign.access_token);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', kakao: { error: 'audience' } });
  });

  test('without a token, the error explains how to send one', async () => {
    const { errors } = await ask('{ me { id } }');
    expect(errors).toMatchObject([
      { message: expect.stringContaining('Authorization'), extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  test('fields are guarded individually, and share one check of the token', async () => {
    expect(await ask('{ shop { name } }')).toEqual({ data: { shop: { name: '달빛상점' } } });

    const before = emulator.requests.length;
    const { data } = await ask('{ shop { name viewer { id } favorites } }', good);
    expect(data).toEqual({ shop: { name: '달빛상점', viewer: { id: '1001' }, favorites: ['달빛상점 달빛'] } });
    const asked = emulator.requests.slice(before).map(({ path }) => path);
    expect(asked.toSorted()).toEqual(['/v1/user/access_token_info', '/v2/user/me']);
  });

  test('a refused field does not affect other fields', async () => {
    const { data, errors } = await ask('{ shop { name viewer { id } } }', 'nonsense');
    expect(data).toEqual({ shop: { name: '달빛상점', viewer: null } });
    expect(errors).toMatchObject([{ path: ['shop', 'viewer'], extensions: { kakao: { error: '-401' } } }]);
  });

  test('the filter gives errors of services in a resolver the same extensions', async () => {
    const { errors } = await ask('{ nickname }', good);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', kakao: { error: '-401', kind: 'api' } });
  });

  test('a login guard in GraphQL is refused with an explanation', async () => {
    const { errors } = await ask('{ login }');
    expect(errors?.[0]?.extensions.kakao).toMatchObject({ error: 'context_unsupported', kind: 'usage' });
  });
});
