/** passport-kakao 1.0.1 has no type declarations. These cover what the tests use. */
declare module 'passport-kakao' {
  import type OAuth2Strategy from 'passport-oauth2';

  export class Strategy extends OAuth2Strategy {
    constructor(
      options: { clientID: string; clientSecret: string; callbackURL: string },
      verify: OAuth2Strategy.VerifyFunction,
    );
  }
}
