import { isKakaoError, KakaoClient } from '@kakao-login/client';
import { checkCookies } from './checks/cookies.js';
import { checkEnvFile } from './checks/env-file.js';
import { checkEnvironment } from './checks/environment.js';
import { checkKeys, checkSharedKeys, keysOf } from './checks/keys.js';
import { checkRedirectUris, redirectUris } from './checks/redirect-uri.js';
import { checkStrategy } from './checks/strategy.js';
import { both, finding, notInConsole } from './finding.js';
import type { Finding, Status } from './finding.js';
import { createMask, maskAll, secretsIn } from './mask.js';
import { Kakao } from './probe/key-kind.js';
import { probeApp, probeServers } from './probe/probe.js';
import { appsIn, readEnvFile, siteIn, withoutEmpty } from './read-env.js';
import { readModule } from './read-module.js';
import { DoctorUsageError, mayBeSet, roles } from './settings.js';
import type { AppSettings, Environment, Settings } from './settings.js';
import { version } from './version.js';

/** Options of {@link diagnose}. */
export interface DoctorOptions {
  /** The variables of the service. Default: `process.env`. */
  variables?: Readonly<Record<string, string | undefined>>;
  /** Path of a `.env` file. Its variables take precedence over `variables`. */
  env?: string;
  /** Path of a file with `KakaoModule.forRoot`, `forRootAsync` or `new KakaoStrategy`. It is read, not run. */
  module?: string;
  /** Origin of an emulator or a relay. Overrides the one in the settings. */
  hosts?: string | undefined;
  /** Redirect URIs of the first app. Override those in the settings. */
  redirectUris?: readonly string[];
  /** Whether to send requests to Kakao's servers. Default `false`. */
  probe?: boolean;
  /** Returns the current time, in milliseconds since 1970. For tests. */
  now?: () => number;
  /** Default: `process.version`. */
  nodeVersion?: string;
}

/** The result of {@link diagnose}. */
export interface DoctorReport {
  /** The version of this format. It increases if a member is removed or changes its meaning. */
  version: 1;
  /** The version of this package. */
  doctor: string;
  /** Whether no finding is `FAIL`. */
  ok: boolean;
  /** Whether requests were sent to Kakao's servers. */
  probed: boolean;
  counts: Readonly<Record<Status, number>>;
  findings: readonly Finding[];
}

/**
 * Checks the settings of a service for Kakao Login. The report contains no key, secret or token.
 *
 * @throws DoctorUsageError when an option is wrong or a file cannot be read
 */
export async function diagnose(options: DoctorOptions = {}): Promise<DoctorReport> {
  const { variables, settings } = await readSettings(options);
  const findings = [...checkOffline(options, settings), ...(await checkOnline(options, settings))];
  const mask = createMask([...secretsIn(variables), ...settings.apps.flatMap(secretsOf)]);
  const counts = { PASS: 0, WARN: 0, FAIL: 0, SKIP: 0 };
  for (const { status } of findings) counts[status] += 1;
  return {
    version: 1,
    doctor: version,
    ok: counts.FAIL === 0,
    probed: options.probe === true,
    counts,
    findings: maskAll(findings, mask),
  };
}

async function readSettings(options: DoctorOptions): Promise<{ variables: Environment; settings: Settings }> {
  const given = withoutEmpty(options.variables ?? process.env);
  const read = options.env === undefined ? undefined : await readEnvFile(options.env, given);
  const file = read?.variables ?? {};
  const variables = { ...given, ...file };
  const shadowed = Object.keys(file).filter((name) => given[name] !== undefined && given[name] !== file[name]);
  if (options.hosts !== undefined) checkHosts(options.hosts);
  const module = options.module === undefined ? undefined : await readModule(options.module, variables);
  const named = appsIn(variables);
  const found = module === undefined ? named : module.apps.map((app) => completed(app, named));
  const apps = found.map((app, index) => {
    const uris = index === 0 ? (options.redirectUris ?? []) : [];
    return {
      ...app,
      ...(options.hosts !== undefined && { hosts: { name: '--hosts', value: options.hosts } }),
      ...(uris.length > 0 && { callbackURLs: uris.map((value) => ({ name: '--redirect-uri', value })) }),
      unread: without(
        app.unread,
        options.hosts !== undefined && 'hosts',
        uris.length > 0 && 'callbackURL',
        uris.length > 0 && 'callbackURLs',
      ),
    };
  });
  return {
    variables,
    settings: {
      apps,
      site: siteIn(variables),
      trustsProxy: module?.trustsProxy ?? false,
      variables,
      shadowed,
      file: read,
    },
  };
}

/** Options that a module file does not show come from the variables with matching names. */
function completed(app: AppSettings, named: readonly AppSettings[]): AppSettings {
  const same = named.find(({ name }) => name === app.name);
  if (same === undefined) return app;
  const texts = roles.flatMap((role) =>
    app[role] === undefined && mayBeSet(app, role) && same[role] ? [[role, same[role]] as const] : [],
  );
  const hasUris = app.callbackURLs.length === 0 && mayBeSet(app, 'callbackURL') && same.callbackURLs.length > 0;
  return {
    ...app,
    ...Object.fromEntries(texts),
    ...(hasUris && { callbackURLs: same.callbackURLs }),
  };
}

const without = (options: readonly string[], ...known: readonly (string | false)[]): string[] =>
  options.filter((option) => !known.includes(option));

function checkHosts(hosts: string): void {
  try {
    void new KakaoClient({ clientId: 'key', hosts });
  } catch (error) {
    if (!isKakaoError(error)) throw error;
    const { reason, remedy } = error;
    throw new DoctorUsageError(both(`--hosts: ${reason.ko} ${remedy.ko}`, `--hosts: ${reason.en} ${remedy.en}`));
  }
}

/** Values that must not be printed. */
const secretsOf = (app: AppSettings): string[] => [
  ...keysOf(app).map(([, { value }]) => value),
  ...[app.cookie.secret?.value].flat().filter((one) => typeof one === 'string'),
];

/** The hosts of an app if they are valid. `undefined` means Kakao. */
function hostsOf({ hosts }: AppSettings): string | undefined {
  if (hosts === undefined) return undefined;
  try {
    return new KakaoClient({ clientId: 'key', hosts: hosts.value }).hosts.kauth;
  } catch {
    return undefined;
  }
}

function checkOffline(options: DoctorOptions, settings: Settings): Finding[] {
  const { apps, site, variables, shadowed } = settings;
  const [first] = apps;
  const found = checkEnvironment(variables, first && hostsOf(first), options.nodeVersion ?? process.version);
  if (shadowed.length > 0) found.push(shadowedBy(shadowed));
  if (settings.file !== undefined) found.push(...checkEnvFile(settings.file));
  if (first === undefined) {
    const message = both(
      '이 파일에서 KakaoModule.forRoot, forRootAsync, new KakaoStrategy를 찾지 못했습니다.',
      'This file has no KakaoModule.forRoot, forRootAsync or new KakaoStrategy.',
    );
    const cause = both(
      '이 파일만 읽고, import한 다른 파일은 읽지 않습니다.',
      'Only this file is read, not the files that it imports.',
    );
    const remedy = both(
      '카카오 로그인을 설정하는 파일을 --module로 알려 주세요.',
      'Pass the file that sets up Kakao Login with --module.',
    );
    const texts = { message, cause, remedy, console: notInConsole };
    return [...found, finding('FAIL', 'no_options', { settings: ['--module'] }, texts)];
  }
  for (const app of apps) {
    const hosts = hostsOf(app);
    const uris = redirectUris(app, site);
    const keys = checkKeys(app, hosts);
    // `KakaoStrategy` also refuses some keys, which already have a finding.
    const failed = new Set(keys.filter(({ status }) => status === 'FAIL').flatMap((one) => one.settings));
    const refused = checkStrategy(app, app.callbackURLs, app.hosts?.value).filter(
      (one) => !one.settings.some((setting) => failed.has(setting)),
    );
    const own = [...keys, ...checkRedirectUris(app, settings, hosts), ...checkCookies(app, uris)];
    found.push(...own, ...refused, ...unreadIn(app));
  }
  found.push(...checkSharedKeys(apps));
  return found;
}

const shadowedBy = (names: readonly string[]): Finding =>
  finding(
    'WARN',
    'env_shadowed',
    { settings: names },
    {
      message: both(
        `파일과 환경 변수의 값이 다릅니다: ${names.join(', ')}`,
        `The file and the environment have different values: ${names.join(', ')}`,
      ),
      cause: both(
        '여기서는 파일의 값을 검사했지만, `node --env-file`과 dotenv는 이미 있는 환경 변수를 그대로 둡니다.',
        'The values of the file were checked. `node --env-file` and dotenv keep those of the environment.',
      ),
      remedy: both('둘 중 하나를 지우세요.', 'Remove one of the two.'),
      console: notInConsole,
    },
  );

const unreadIn = ({ name, unread }: AppSettings): Finding[] =>
  unread.length === 0
    ? []
    : [
        finding(
          'SKIP',
          'not_read',
          { app: name, settings: unread },
          {
            message: both(
              `파일에서 값을 읽을 수 없는 옵션입니다: ${unread.join(', ')}`,
              `The values of these options cannot be read from the file: ${unread.join(', ')}`,
            ),
            cause: both('코드를 실행하지 않고 읽기 때문입니다.', 'The file is read without running it.'),
            remedy: both(
              'KAKAO_CLIENT_ID 같은 이름의 환경 변수(--env)나 --redirect-uri로 값을 알려 주면 대신 검사합니다.',
              'In their place, variables with names such as KAKAO_CLIENT_ID (--env) are checked, or --redirect-uri.',
            ),
          },
        ),
      ];

async function checkOnline(options: DoctorOptions, settings: Settings): Promise<Finding[]> {
  if (options.probe !== true) {
    const message = both(
      '카카오 서버에는 아무것도 묻지 않았습니다. 등록된 리다이렉트 URI, 키의 종류, 동의항목, 시계는 --probe로 확인하세요.',
      'Kakao’s servers were not asked. Use --probe to check registered redirect URIs, kinds of keys, consent items and the clock.',
    );
    return [finding('SKIP', 'probe', {}, { message })];
  }
  const clients: Kakao[] = [];
  try {
    return await probe(settings, (hosts) => {
      const kakao = new Kakao(hosts, options.now ?? Date.now);
      clients.push(kakao);
      return kakao;
    });
  } finally {
    await Promise.all(clients.map((kakao) => kakao.close()));
  }
}

async function probe(settings: Settings, connect: (hosts: Kakao['hosts']) => Kakao): Promise<Finding[]> {
  const found: Finding[] = [];
  const servers = new Map<string, { kakao: Kakao; answers: Finding[] }>();
  for (const app of settings.apps) {
    const hosts = hostsOf(app);
    if (hosts === undefined && (app.hosts !== undefined || mayBeSet(app, 'hosts'))) {
      const message = both(
        'hosts를 읽을 수 없어 카카오 서버에 묻지 않았습니다. --hosts로 알려 주세요.',
        'Kakao’s servers were not asked, because hosts cannot be read. Pass it with --hosts.',
      );
      found.push(finding('SKIP', 'probe', { app: app.name }, { message }));
      continue;
    }
    const origin = hosts ?? '';
    let server = servers.get(origin);
    if (server === undefined) {
      const { kauth = 'https://kauth.kakao.com', kapi = 'https://kapi.kakao.com' } =
        hosts === undefined ? {} : { kauth: hosts, kapi: hosts };
      const kakao = connect({ kauth, kapi });
      server = { kakao, answers: await probeServers(kakao) };
      servers.set(origin, server);
      found.push(...server.answers);
    }
    if (server.answers.some(({ code }) => code === 'no_answer' || code === 'tls')) {
      const message = both(
        '카카오에 연결할 수 없어 앱을 확인하지 않았습니다.',
        'The app was not checked, because Kakao cannot be reached.',
      );
      found.push(finding('SKIP', 'login', { app: app.name }, { message }));
    } else found.push(...(await probeApp(server.kakao, app, settings)));
  }
  return found;
}
