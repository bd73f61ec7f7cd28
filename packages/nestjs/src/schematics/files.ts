import { join, relative } from 'node:path/posix';
import type { Project } from './project.js';

/** The module that imports the login. */
export interface RootModule {
  path: string;
  className: string;
}

const callbackPath = ({ main }: Project): string => `${main.globalPrefix}/auth/kakao/callback`;
export const callbackUrl = (project: Project): string =>
  `http://localhost:${project.main.port ?? 3000}${callbackPath(project)}`;

export const loginModulePath = ({ sourceRoot }: Project): string =>
  join(sourceRoot, 'kakao-login', 'kakao-login.module.ts');

/** The files that the schematic writes, by their path. */
export function newFiles(project: Project, root: RootModule): Map<string, string> {
  const { sourceRoot, testFolder, testSuffix } = project;
  const own = (name: string) => join(sourceRoot, 'kakao-login', name);
  return new Map([
    [loginModulePath(project), moduleFile(project)],
    [own('kakao-login.controller.ts'), controllerFile(project)],
    [own('kakao-login.handler.ts'), handlerFile],
    [join(testFolder, `kakao-login.e2e-${testSuffix}.ts`), testFile(project, root)],
    [join(testFolder, environmentFile), testEnvironment],
  ]);
}

/** In the folder of the e2e tests. */
export const environmentFile = 'kakao-login.env.ts';

/** How one file imports another. */
export function importPath(from: string, to: string, extension: string): string {
  const path = relative(from, to).replace(/\.ts$/, '') + extension;
  return path.startsWith('.') ? path : `./${path}`;
}

function moduleFile(project: Project): string {
  const { extension, environment } = project;
  return [
    ...(environment === 'file' ? ["import { existsSync } from 'node:fs';"] : []),
    "import { Module } from '@nestjs/common';",
    ...(environment === 'config' ? ["import { ConfigModule, ConfigService } from '@nestjs/config';"] : []),
    "import { KakaoModule } from '@kakao-login/nestjs';",
    `import { KakaoLoginController } from './kakao-login.controller${extension}';`,
    `import { MemberLogin } from './kakao-login.handler${extension}';`,
    '',
    '@Module({',
    '  imports: [',
    '    KakaoModule.forRootAsync({',
    '      loginHandler: MemberLogin,',
    ...indented(factory(project), 6),
    '    }),',
    '  ],',
    '  controllers: [KakaoLoginController],',
    '})',
    'export class KakaoLoginModule {}',
    '',
  ]
    .flatMap(fitted)
    .join('\n');
}

function factory(project: Project): string[] {
  if (project.environment === 'config') {
    const read = (variable: string) => `config.get<string>('${variable}')`;
    return [
      'imports: [ConfigModule],',
      'inject: [ConfigService],',
      'useFactory: (config: ConfigService) => ({',
      ...indented(options(project, read), 2),
      '}),',
    ];
  }
  const read = (variable: string) => `process.env.${variable}`;
  if (project.environment === 'set') return ['useFactory: () => ({', ...indented(options(project, read), 2), '}),'];
  return [
    'useFactory: () => {',
    '  // Variables that are set already take precedence over the file.',
    "  if (existsSync('.env')) process.loadEnvFile('.env');",
    '  return {',
    ...indented(options(project, read), 4),
    '  };',
    '},',
  ];
}

/** @param read the expression that reads a variable */
const options = (project: Project, read: (variable: string) => string): string[] => [
  `clientID: ${read('KAKAO_CLIENT_ID')} ?? '',`,
  `clientSecret: ${read('KAKAO_CLIENT_SECRET')},`,
  '// A path is completed by the address in the browser.',
  `callbackURL: ${read('KAKAO_CALLBACK_URL')} ?? '${callbackPath(project)}',`,
  '// The emulator. Not set: the real Kakao.',
  `hosts: ${read('KAKAO_HOSTS')},`,
];

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => ' '.repeat(by) + line);

/** As Prettier breaks a property that is too long. */
function fitted(line: string): string[] {
  const [, indent, name, value] = line.length > 80 ? (/^( *)(\w+:) (.+)$/.exec(line) ?? []) : [];
  return name === undefined ? [line] : [`${indent}${name}`, `${indent}  ${value}`];
}

function controllerFile({ extension, main }: Project): string {
  // Browsers send no version, and Kakao redirects to one URL.
  const [names, route] = main.hasVersions
    ? [
        '\n  Controller,\n  Get,\n  UseFilters,\n  UseGuards,\n  VERSION_NEUTRAL,\n',
        "{ path: 'auth/kakao', version: VERSION_NEUTRAL }",
      ]
    : [' Controller, Get, UseFilters, UseGuards ', "'auth/kakao'"];
  return `import {${names}} from '@nestjs/common';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoUser,
} from '@kakao-login/nestjs';
import type { Member } from './kakao-login.handler${extension}';

@Controller(${route})
@UseGuards(KakaoAuthGuard)
@UseFilters(KakaoExceptionFilter)
export class KakaoLoginController {
  /** The guard sends the user to Kakao. */
  @Get()
  login(): void {}

  /**
   * The user comes back here, and has logged in to Kakao. Log them in to your
   * service: start a session, or answer with a token of your own.
   */
  @Get('callback')
  callback(@KakaoUser() member: Member): Member {
    return member;
  }
}
`;
}

const handlerFile = `import { Injectable } from '@nestjs/common';
import { type KakaoLogin, KakaoLoginHandler } from '@kakao-login/nestjs';

export interface Member {
  /** The user ID at Kakao. It never changes, and can exceed 2^53. */
  kakaoId: string;
  name: string;
}

@Injectable()
export class MemberLogin extends KakaoLoginHandler<Member> {
  /** Find or create the member in your database. To refuse, return \`null\`. */
  handle({ profile }: KakaoLogin): Member {
    return { kakaoId: profile.id, name: profile.displayName };
  }
}
`;

function testFile({ extension, main, isFastify, testFolder }: Project, { path, className }: RootModule): string {
  const application = isFastify ? 'NestFastifyApplication' : 'INestApplication';
  const types = isFastify
    ? "import {\n  FastifyAdapter,\n  type NestFastifyApplication,\n} from '@nestjs/platform-fastify';\n"
    : "import type { INestApplication } from '@nestjs/common';\n";
  const create = isFastify
    ? `module.createNestApplication<NestFastifyApplication>(\n      new FastifyAdapter(),\n    )`
    : 'module.createNestApplication()';
  const prefix = main.globalPrefix === '' ? '' : `    app.setGlobalPrefix('${main.globalPrefix.slice(1)}');\n`;
  return `${types}import { Test } from '@nestjs/testing';
import { KakaoTestingModule, loginAs } from '@kakao-login/nestjs/testing';
import { ${className} } from '${importPath(testFolder, path, extension)}';

describe('Kakao Login (e2e)', () => {
  let app: ${application};

  beforeAll(async () => {
    // KakaoTestingModule starts an emulator, and the login happens there.
    const module = await Test.createTestingModule({
      imports: [${className}, KakaoTestingModule],
    }).compile();
    app = ${create};
${prefix}    await app.init();
  }, 30_000);

  afterAll(async () => {
    await app.close();
  });

  it('logs a user in', async () => {
    const { response } = await loginAs(app, '달빛');
    expect(JSON.parse(response.body)).toEqual({
      kakaoId: '1001',
      name: '달빛',
    });
  });
});
`;
}

const testEnvironment = `// The e2e tests start the whole application, and it needs keys to start.
process.env.KAKAO_CLIENT_ID ??= 'a-key-for-tests';
process.env.KAKAO_CLIENT_SECRET ??= 'a-client-secret-that-is-only-for-tests';

export {};
`;

/** The keys are the emulator's, and public. */
export const exampleVariables = (project: Project): string => `# Kakao Login: the keys of the emulator. Start it with
# npx kakao-emulator --redirect-uri ${callbackUrl(project)}
KAKAO_CLIENT_ID=0123456789abcdef0123456789abcdef
KAKAO_CLIENT_SECRET=MoonlightShopClientSecret0000001
KAKAO_CALLBACK_URL=${callbackUrl(project)}
# For the real Kakao: leave this out, and use the keys of your app at
# https://developers.kakao.com ([App] > [Platform key] > [REST API key])
KAKAO_HOSTS=http://localhost:8787
`;
