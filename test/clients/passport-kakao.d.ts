/** passport-kakao 1.0.1 ships no declarations; this is what the test uses of it. */
declare module 'passport-kakao' {
  import type OAuth2Strategy from 'passport-oauth2';

  export class Strategy extends OAuth2Strategy {
    constructor(
      options: { clientID: string; clientSecret: string; callbackURL: string },
      verify: OAuth2Strategy.VerifyFunction,
    );
  }
}
