import type { Bilingual } from '@kakao-login/client';

const site = 'https://kakao-login.github.io/kakao-login-node';

/** As a terminal shows it: Nest's CLI has no language setting. */
export const both = ({ ko, en }: Bilingual): string => `${ko}\n${en}`;

export const texts = {
  noPackageFile: (): Bilingual => ({
    ko: 'package.json이 없습니다. 프로젝트 폴더에서 실행하세요.',
    en: 'There is no package.json. Run the command in the folder of your project.',
  }),
  otherNest: (): Bilingual => ({
    ko: '@kakao-login/nestjs는 Nest 11과 12용입니다. package.json의 `@nestjs/core` 버전을 확인하세요.',
    en: '@kakao-login/nestjs is for Nest 11 and 12. Check the version of `@nestjs/core` in package.json.',
  }),
  noModule: (path: string, example: string): Bilingual => ({
    ko: `${path} 파일이 없어 아무것도 바꾸지 않았습니다. 로그인을 가져올 모듈의 파일을 지정하세요: \`nest add @kakao-login/nestjs --module=${example}\``,
    en: `There is no ${path}, so nothing was changed. Name the file of the module that should import the login: \`nest add @kakao-login/nestjs --module=${example}\``,
  }),
  exists: (path: string): Bilingual => ({
    ko: `${path} 파일이 이미 있어 아무것도 바꾸지 않았습니다.`,
    en: `${path} exists already, so nothing was changed.`,
  }),
  usedAlready: (path: string): Bilingual => ({
    ko: `${path}에 카카오 로그인이 이미 있어 아무것도 바꾸지 않았습니다.`,
    en: `${path} has Kakao Login already, so nothing was changed.`,
  }),
  registerYourself: (path: string): Bilingual => ({
    ko: `${path}에서 \`@Module({ imports: [ … ] })\`를 찾지 못했습니다. \`imports\`에 \`KakaoLoginModule\`을 직접 넣으세요.`,
    en: `Found no \`@Module({ imports: [ … ] })\` in ${path}. Add \`KakaoLoginModule\` to its \`imports\` yourself.`,
  }),
  prefixYourself: (path: string): Bilingual => ({
    ko: `${path}의 전역 접두사를 로그인 경로에 붙일지 알 수 없습니다. 접두사가 붙는다면 .env.example의 \`KAKAO_CALLBACK_URL\`, KakaoLoginModule의 \`callbackURL\`, 테스트에 직접 넣으세요.`,
    en: `Whether the global prefix in ${path} applies to the login is unclear. If it does, add it to \`KAKAO_CALLBACK_URL\` in .env.example, to \`callbackURL\` in KakaoLoginModule and to the test yourself.`,
  }),
  jestYourself: (path: string): Bilingual => ({
    ko: `${path}의 Jest 설정은 바꾸지 않았습니다. 테스트가 실패하면 \`transform\`과 \`setupFiles\`를 직접 설정하세요: ${site}/environments#es-모듈을-쓰지-않는-jest`,
    en: `The Jest settings in ${path} were not changed. If the tests fail, set \`transform\` and \`setupFiles\` yourself: ${site}/en/environments#jest-without-es-modules`,
  }),
  vitestYourself: (path: string, file: string): Bilingual => ({
    ko: `${path}의 \`test.setupFiles\`에 '${file}'을 직접 넣으세요.`,
    en: `Add '${file}' to \`test.setupFiles\` in ${path} yourself.`,
  }),
  done: (callbackUrl: string, testCommand: string): Bilingual => ({
    ko: [
      '파일이 저장된 뒤 할 일:',
      '  1. .env.example을 .env로 복사하세요. 에뮬레이터의 키가 들어 있습니다.',
      `  2. npx kakao-emulator --redirect-uri ${callbackUrl}`,
      `  3. 앱을 시작하고 ${callbackUrl.replace('/callback', '')} 를 여세요.`,
      `로그인 테스트: ${testCommand}`,
    ].join('\n'),
    en: [
      'Next steps, once the files are written:',
      '  1. Copy .env.example to .env. It has the keys of the emulator.',
      `  2. npx kakao-emulator --redirect-uri ${callbackUrl}`,
      `  3. Start your application, and open ${callbackUrl.replace('/callback', '')}.`,
      `Test of the login: ${testCommand}`,
    ].join('\n'),
  }),
};
