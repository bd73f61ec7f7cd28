import { KakaoUsageError } from '@kakao-login/client';
import { once } from '@kakao-login/client/internal';
import type { Bilingual, UsageCode } from '@kakao-login/client';

interface UsageText {
  reason: Bilingual;
  remedy: Bilingual;
}

/** Creates the error for an incorrect use of a module, guard or decorator, with its text from {@link usageTexts}. */
export const usage = (code: UsageCode, option: string, text: UsageText): KakaoUsageError =>
  new KakaoUsageError(code, { option, ...text });

export const usageTexts = once(() => ({
  options: {
    reason: { ko: '`KakaoModule`을 옵션 없이 가져왔습니다.', en: '`KakaoModule` is imported without options.' },
    remedy: {
      ko: '`imports`에 `KakaoModule.forRoot({ … })`나 `forRootAsync({ … })`를 넣으세요.',
      en: 'Add `KakaoModule.forRoot({ … })` or `forRootAsync({ … })` to `imports`.',
    },
  },
  values: {
    reason: {
      ko: '`KakaoModule`이 받은 옵션이 객체가 아닙니다. `useFactory`나 `createKakaoOptions()`가 옵션을 반환하지 않았을 수 있습니다.',
      en: 'The options of `KakaoModule` are not an object. `useFactory` or `createKakaoOptions()` may not return them.',
    },
    remedy: {
      ko: '옵션 객체를 반환하세요: `useFactory: () => ({ clientID, clientSecret, callbackURL })`. 화살표 함수에서 중괄호만 쓰면 아무것도 반환하지 않습니다.',
      en: 'Return an object of options: `useFactory: () => ({ clientID, clientSecret, callbackURL })`. With braces alone, an arrow function returns nothing.',
    },
  },
  factory: {
    reason: {
      ko: '`KakaoModule.forRootAsync`에 옵션을 만들 함수나 클래스가 없습니다.',
      en: '`KakaoModule.forRootAsync` has no function or class that creates the options.',
    },
    remedy: {
      ko: '`forRootAsync({ useFactory: () => ({ clientID, clientSecret, callbackURL }) })`처럼 함수를 넘기거나, `createKakaoOptions()`가 있는 클래스를 `useClass`나 `useExisting`으로 넘기세요.',
      en: 'Pass a function, as in `forRootAsync({ useFactory: () => ({ clientID, clientSecret, callbackURL }) })`, or a class with `createKakaoOptions()` as `useClass` or `useExisting`.',
    },
  },
  misplaced: (option: string): UsageText => ({
    reason: {
      ko: `\`useFactory\`, \`useClass\`, \`useExisting\`이 반환한 값에 \`${option}\` 옵션이 있습니다. 이 옵션은 모듈을 선언할 때 정해야 합니다.`,
      en: `\`useFactory\`, \`useClass\` or \`useExisting\` returned the option \`${option}\`, but Nest needs it when the module is declared.`,
    },
    remedy: {
      ko: `\`forRootAsync\`에서 \`useFactory\` 옆에 두세요: \`forRootAsync({ ${option}: …, useFactory })\`.`,
      en: `Put it next to \`useFactory\`: \`forRootAsync({ ${option}: …, useFactory })\`.`,
    },
  }),
  module: (name: string): UsageText => ({
    reason: {
      ko: `이 애플리케이션에 이름이 "${name}"인 KakaoModule이 없습니다.`,
      en: `This application has no KakaoModule named "${name}".`,
    },
    remedy: {
      ko: `KakaoModule.forRoot({ … })를 가져오세요. 이름이 "kakao"가 아니면 \`name: '${name}'\`도 넣으세요.`,
      en: `Import KakaoModule.forRoot({ … }), with \`name: '${name}'\` unless the name is "kakao".`,
    },
  }),
  context: (type: string): UsageText => ({
    reason: {
      ko: `"${type}" 컨텍스트에는 HTTP 요청이 없어 토큰이나 로그인을 찾을 수 없습니다.`,
      en: `A "${type}" context has no HTTP request, so there is no token or login in it.`,
    },
    remedy: {
      ko: 'KakaoTokenGuard를 상속해 getRequest()에서 `{ headers: { authorization } }`를 반환하세요. 로그인 가드는 HTTP 라우트에만 쓸 수 있습니다.',
      en: 'Extend KakaoTokenGuard and return `{ headers: { authorization } }` from getRequest(). Login guards work only on HTTP routes.',
    },
  }),
  vault: {
    reason: {
      ko: 'KakaoVault를 주입받았지만 KakaoModule에 `vault` 옵션이 없습니다.',
      en: 'KakaoVault is injected, but the KakaoModule has no option `vault`.',
    },
    remedy: {
      ko: 'KakaoModule에 `vault: {}`를 넣으세요. 프로세스가 여럿이면 `vault: { store, keys }`를 넣으세요.',
      en: 'Add `vault: {}` to the KakaoModule, or `vault: { store, keys }` if there are several processes.',
    },
  },
  vaultMalformed: {
    reason: {
      ko: 'KakaoModule의 `vault` 옵션이 객체가 아닙니다.',
      en: 'The option `vault` of the KakaoModule is not an object.',
    },
    remedy: {
      ko: '`vault: {}`나 `vault: { store, keys }`를 넣거나, 만들어 둔 KakaoVault를 넣으세요. 토큰을 저장하지 않으려면 옵션을 빼세요.',
      en: 'Set `vault: {}`, `vault: { store, keys }` or a KakaoVault of yours. To store no tokens, leave the option out.',
    },
  },
  currentUser: {
    reason: {
      ko: 'KakaoConsentGuard가 지금 사용자가 누구인지 알 수 없습니다. KakaoModule에 `currentUser` 옵션이 없습니다.',
      en: 'KakaoConsentGuard cannot tell who the current user is: the KakaoModule has no option `currentUser`.',
    },
    remedy: {
      ko: '세션이나 토큰에서 카카오 회원번호를 반환하는 함수를 넣으세요: `currentUser: (request) => request.user?.kakaoId`.',
      en: 'Add a function that returns the Kakao user ID from your session or token: `currentUser: (request) => request.user?.kakaoId`.',
    },
  },
  consentGuard: {
    reason: {
      ko: '@KakaoScopes(), @KakaoTerms(), @KakaoRecentLogin()을 붙인 라우트에 KakaoConsentGuard가 없습니다.',
      en: 'A route has @KakaoScopes(), @KakaoTerms() or @KakaoRecentLogin(), but no KakaoConsentGuard.',
    },
    remedy: {
      ko: '사용자를 확인하는 가드 뒤에 붙이세요: `@UseGuards(SessionGuard, KakaoConsentGuard)`.',
      en: 'Put it behind the guard that knows your user: `@UseGuards(SessionGuard, KakaoConsentGuard)`.',
    },
  },
  webhooks: {
    reason: {
      ko: '@OnKakaoUnlink()이나 @OnKakaoEvent()를 사용했지만 KakaoModule에 `webhooks` 옵션이 없어 웹훅을 받을 수 없습니다.',
      en: '@OnKakaoUnlink() or @OnKakaoEvent() is used, but the KakaoModule has no option `webhooks`, so no webhook can arrive.',
    },
    remedy: {
      ko: "KakaoModule에 `webhooks: { path: 'kakao/webhooks' }`를 넣고, 그 주소를 카카오 개발자 콘솔 [앱] > [웹훅]에 등록하세요.",
      en: "Add `webhooks: { path: 'kakao/webhooks' }` to the KakaoModule, and register that address under App > Webhook in Kakao’s console.",
    },
  },
  webhookPath: {
    reason: {
      ko: '`webhooks.path`가 없거나 경로가 아닙니다.',
      en: '`webhooks.path` is missing or is not a path.',
    },
    remedy: {
      ko: "`webhooks: { path: 'kakao/webhooks' }`처럼 호스트, 와일드카드, 파라미터가 없는 경로를 넣으세요.",
      en: "Set a path without host, wildcard or parameter, such as `webhooks: { path: 'kakao/webhooks' }`.",
    },
  },
  webhookPathTaken: (first: string, second: string): UsageText => ({
    reason: {
      ko: `KakaoModule "${first}"과 "${second}"의 \`webhooks.path\`가 같습니다.`,
      en: `The KakaoModules "${first}" and "${second}" have the same \`webhooks.path\`.`,
    },
    remedy: {
      ko: '둘 중 하나에 다른 경로를 넣고, 그 주소를 해당 카카오 앱의 [웹훅]에 등록하세요.',
      en: 'Give one of them another path, and register that address under Webhook of its Kakao app.',
    },
  }),
  webhookAppId: {
    reason: {
      ko: '`webhooks` 옵션이 있지만 `appId` 옵션이 없어, 다른 앱의 웹훅을 가려낼 수 없습니다.',
      en: 'The option `webhooks` is set, but not `appId`, so the module cannot refuse webhooks of other apps.',
    },
    remedy: {
      ko: '카카오 개발자 콘솔 [앱]에 있는 앱 ID를 `appId` 옵션에 넣으세요.',
      en: 'Set the option `appId` to the app ID from Kakao’s console.',
    },
  },
  app: {
    reason: {
      ko: '`app` 옵션이 없거나, 요청의 카카오 앱을 반환하는 함수가 아닙니다.',
      en: 'The option `app` is missing, or is not a function that returns the Kakao app of a request.',
    },
    remedy: {
      ko: 'KakaoModule에 `app: (request) => ({ clientID, clientSecret })`처럼 앱의 키를 반환하는 함수를 넣으세요.',
      en: 'Give the KakaoModule a function that returns the keys of an app: `app: (request) => ({ clientID, clientSecret })`.',
    },
  },
  appUnknown: {
    reason: {
      ko: '이 요청에 해당하는 카카오 앱이 없습니다. `app` 옵션이 아무것도 반환하지 않았습니다.',
      en: 'There is no Kakao app for this request: the option `app` returned nothing.',
    },
    remedy: {
      ko: '주소를 확인하세요. 다른 응답이 필요하면 `app` 안에서 예외를 던지세요.',
      en: 'Check the address. For another answer, throw an exception in `app`.',
    },
  },
  appOfRequest: {
    reason: {
      ko: '`app` 옵션을 쓰는 KakaoModule에는 앱이 하나로 정해져 있지 않아, 주입받은 이 객체를 쓸 수 없습니다.',
      en: 'A KakaoModule with the option `app` has no app of its own, so this injected object cannot be used.',
    },
    remedy: {
      ko: 'KakaoApps를 주입받아 `(await apps.of(request)).client`처럼 요청의 앱에서 꺼내 쓰세요.',
      en: 'Inject KakaoApps and take it from the app of the request: `(await apps.of(request)).client`.',
    },
  },
  optionOfAnApp: (option: string): UsageText => ({
    reason: {
      ko: `\`app\` 옵션을 쓰는 KakaoModule의 공통 옵션에는 \`${option}\`을(를) 넣을 수 없습니다.`,
      en: `A KakaoModule with the option \`app\` cannot have \`${option}\` among the options that all apps share.`,
    },
    remedy: {
      ko:
        option === 'webhooks'
          ? '웹훅을 받는 앱마다 `name`을 가진 KakaoModule을 따로 두세요.'
          : `\`app\`이 반환하는 값에 넣으세요: \`app: (request) => ({ ${option}: … })\`.`,
      en:
        option === 'webhooks'
          ? 'Declare a KakaoModule with a `name` of its own for each app that receives webhooks.'
          : `Return it from \`app\`: \`app: (request) => ({ ${option}: … })\`.`,
    },
  }),
  vaultOfAnApp: {
    reason: {
      ko: '만들어 둔 KakaoVault는 한 앱의 것이라 `app` 옵션과 함께 쓸 수 없습니다.',
      en: 'A KakaoVault of yours belongs to one app, so it does not work with the option `app`.',
    },
    remedy: {
      ko: '`vault: { store, keys }`를 넣으세요. 앱마다 보관소를 만들고, 저장소는 함께 씁니다.',
      en: 'Set `vault: { store, keys }`. Each app gets a vault, and all of them share the store.',
    },
  },
  xrayInProduction: {
    reason: {
      ko: 'KakaoXrayModule은 개발용이라 NODE_ENV가 production이면 시작하지 않습니다.',
      en: 'KakaoXrayModule is for development and does not start if NODE_ENV is production.',
    },
    remedy: {
      ko: '개발할 때만 `imports`에 넣으세요. 스테이징에서 쓰려면 NODE_ENV를 staging처럼 다른 값으로 하고 `hosts` 옵션에 호스트를 넣으세요.',
      en: 'Add it to `imports` only for development. For staging, set NODE_ENV to something else, such as staging, and name the host in the option `hosts`.',
    },
  },
  xrayHost: (host: string): UsageText => ({
    reason: {
      ko: `로그인이 ${host}(으)로 돌아오는데, 이 호스트는 이 컴퓨터가 아닙니다. KakaoXrayModule은 누구나 접근할 수 있는 서비스에서 시작하지 않습니다.`,
      en: `Logins come back to ${host}, which is not this machine. KakaoXrayModule does not start in a service that others can reach.`,
    },
    remedy: {
      ko: `개발 서버라면 \`hosts: ['${host}']\`를 넣으세요. 그 호스트에 접근할 수 있는 사람은 모두 X-ray를 볼 수 있습니다.`,
      en: `If it is a development server, set \`hosts: ['${host}']\`. Everybody who can reach that host can then read the X-ray.`,
    },
  }),
  xrayOptions: {
    reason: {
      ko: '`KakaoXrayModule`을 `forRoot()` 없이 가져왔거나, 객체가 아닌 옵션을 넘겼습니다.',
      en: '`KakaoXrayModule` is imported without `forRoot()`, or with options that are not an object.',
    },
    remedy: {
      ko: '`imports`에 `KakaoXrayModule.forRoot()`를 넣으세요.',
      en: 'Add `KakaoXrayModule.forRoot()` to `imports`.',
    },
  },
  xrayOption: (option: string): UsageText => ({
    reason: {
      ko: `KakaoXrayModule의 \`${option}\` 옵션이 올바르지 않습니다.`,
      en: `The option \`${option}\` of KakaoXrayModule is not valid.`,
    },
    remedy: {
      ko: "`path`는 'kakao/xray' 같은 경로, `hosts`는 포트가 없는 호스트 이름의 배열, `size`는 1에서 1000까지의 정수, `language`는 함수여야 합니다.",
      en: "`path` is a path such as 'kakao/xray', `hosts` a list of host names without ports, `size` an integer from 1 to 1000, and `language` a function.",
    },
  }),
  eventKind: {
    reason: {
      ko: '@OnKakaoEvent()에 없는 이벤트 이름을 넣었습니다.',
      en: '@OnKakaoEvent() does not know an event of this name.',
    },
    remedy: {
      ko: "'user-unlinked'처럼 securityEventUris에 있는 이름이나 '*'를 넣으세요.",
      en: "Use a name from `securityEventUris`, such as 'user-unlinked', or '*'.",
    },
  },
  emulator: {
    reason: {
      ko: 'KakaoTestingModule에 필요한 패키지 `@kakao-login/emulator`가 설치되어 있지 않습니다.',
      en: 'KakaoTestingModule needs the package `@kakao-login/emulator`, which is not installed.',
    },
    remedy: {
      ko: '설치하세요: `npm install --save-dev @kakao-login/emulator`.',
      en: 'Install it: `npm install --save-dev @kakao-login/emulator`.',
    },
  },
  testingModule: {
    reason: {
      ko: '이 애플리케이션에는 KakaoTestingModule이 없습니다.',
      en: 'This application does not import KakaoTestingModule.',
    },
    remedy: {
      ko: '테스트 모듈에 추가하세요: `Test.createTestingModule({ imports: [AppModule, KakaoTestingModule] })`.',
      en: 'Add it to the testing module: `Test.createTestingModule({ imports: [AppModule, KakaoTestingModule] })`.',
    },
  },
  loginRoute: (answers: readonly string[]): UsageText => {
    const called = answers.join(', ');
    return {
      reason: {
        ko: called
          ? `카카오로 보내는 로그인 라우트가 없습니다. 호출한 라우트와 상태 코드: ${called}.`
          : '로그인 가드가 붙은 GET 라우트가 없습니다.',
        en: called
          ? `No login route leads to Kakao. Called, with the status: ${called}.`
          : 'No GET route has a login guard.',
      },
      remedy: {
        ko: "로그인 라우트의 경로를 넣으세요: `loginAs(app, person, { path: '/auth/kakao' })`.",
        en: "Name the path of your login route: `loginAs(app, person, { path: '/auth/kakao' })`.",
      },
    };
  },
  signup: {
    reason: {
      ko: '이 요청에서는 KakaoSignupGuard가 실행되지 않았습니다.',
      en: 'KakaoSignupGuard did not run for this request.',
    },
    remedy: {
      ko: '가입 페이지의 라우트에 @UseGuards(KakaoSignupGuard)를 붙이세요.',
      en: 'Put @UseGuards(KakaoSignupGuard) on the route of the signup page.',
    },
  },
  login: {
    reason: {
      ko: '이 요청에서는 카카오 로그인이 이루어지지 않았습니다.',
      en: 'This request did not finish a Kakao login.',
    },
    remedy: {
      ko: "콜백 라우트에 @UseGuards(KakaoAuthGuard) 또는 AuthGuard('kakao')를 붙이세요. 다른 라우트에서는 세션이나 토큰의 사용자를 쓰세요.",
      en: "Put @UseGuards(KakaoAuthGuard) or AuthGuard('kakao') on the callback route. On other routes use the user from your session or token.",
    },
  },
}));
