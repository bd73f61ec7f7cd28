import { expect, test } from '@jest/globals';
import { KakaoAuthorize, KakaoLogin, KakaoLoginHandler, KakaoModule } from '@kakao-login/nestjs';
import type { KakaoClient, KakaoUserService } from '@kakao-login/nestjs';

const options = { clientID: 'key', clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/callback' };

/** Checked by tsc (`npm run types`), never called. A line with `@ts-expect-error` that compiles fails the check. */
function mistakes(users: KakaoUserService, client: KakaoClient): unknown[] {
  class Handler extends KakaoLoginHandler<{ id: string }> {
    handle({ profile }: KakaoLogin, request: { query: object }): { id: string } {
      return { id: profile.id + Object.keys(request.query).length };
    }
  }
  class Wrong extends KakaoLoginHandler<number> {
    // @ts-expect-error -- the user of this handler is not a number
    handle(): string {
      return '';
    }
  }
  class Misplacing {
    createKakaoOptions() {
      return { ...options, isGlobal: false };
    }
  }
  return [
    KakaoModule.forRoot({ ...options, loginHandler: Handler, name: 'wholesale', isGlobal: false }),
    KakaoModule.forRootAsync({ useFactory: () => options, loginHandler: Handler, imports: [] }),
    // @ts-expect-error -- clientID is missing
    KakaoModule.forRoot({ callbackURL: '/callback' }),
    // @ts-expect-error -- the module decides how verify is called
    KakaoModule.forRoot({ ...options, passReqToCallback: true }),
    // @ts-expect-error -- not a handler
    KakaoModule.forRoot({ ...options, loginHandler: Date }),
    // @ts-expect-error -- the factory returns no callbackURL
    KakaoModule.forRootAsync({ useFactory: () => ({ clientID: 'key' }) }),
    // @ts-expect-error -- a handler in the result of the factory
    KakaoModule.forRootAsync({ useFactory: () => ({ ...options, loginHandler: Handler }) }),
    // @ts-expect-error -- a name in the result of the factory
    KakaoModule.forRootAsync({ useFactory: () => Promise.resolve({ ...options, name: 'wholesale' }) }),
    // @ts-expect-error -- the same with a class
    KakaoModule.forRootAsync({ useClass: Misplacing }),
    KakaoAuthorize({ prompt: ['login', 'a-prompt-of-tomorrow'], scope: 'account_email', state: { cart: 1 } }),
    KakaoAuthorize(() => Promise.resolve({ loginHint: 'a@example.com' })),
    // @ts-expect-error -- not an option
    KakaoAuthorize({ login_hint: 'a@example.com' }),
    // @ts-expect-error -- not a prompt
    KakaoAuthorize({ prompt: 5 }),
    // @ts-expect-error -- a guard continues to its route
    KakaoAuthorize({ prompt: 'login', successRedirect: '/me' }),
    // @ts-expect-error -- a guard stores no session, even if a function returns the option
    KakaoAuthorize(() => ({ session: true })),
    // @ts-expect-error -- a guard stores no message
    KakaoAuthorize(() => Promise.resolve({ failureMessage: true, failureRedirect: '/login' })),
    KakaoAuthorize(() => Promise.resolve({ failureRedirect: '/login', returnTo: '/cart', leg: 'login' as const })),
    KakaoLogin('profile'),
    // @ts-expect-error -- not a part of a login
    KakaoLogin('password'),
    users.me({ admin: true, targetId: '1001' }),
    // @ts-expect-error -- storing properties needs the user's own token
    client.user.updateProfile({ admin: true, targetId: '1001' }, {}),
    Wrong,
  ];
}

test('the types allow only valid calls, which tsc checks', () => {
  expect(mistakes).toHaveLength(2);
});
