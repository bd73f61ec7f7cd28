import type { INestApplication } from '@nestjs/common';
import type { EmulatedPerson, KakaoEmulator } from '@kakao-login/emulator';
import { usage, usageTexts } from '../usage.js';
import { kakaoEmulatorOf } from './kakao-testing.module.js';
import { guardedPaths } from './login-routes.js';
import { CookieBrowser, ofAgent, whileListening } from './senders.js';
import type { Answer, LoginAgent, Sender } from './senders.js';

/** How {@link loginAs} logs a user in. */
export interface LoginAsOptions {
  /** The path of your login route. Default: the route with a login guard, such as `KakaoAuthGuard`, that leads to Kakao. */
  path?: string;
  /** Consent items that the user agrees to besides the required ones. Default: all that the login asks for. */
  agree?: readonly string[];
  /** Tags of service terms that the user agrees to besides the required ones. Default: all that the login asks for. */
  terms?: readonly string[];
}

/** A user who has logged in. */
export interface LoggedIn {
  /** The cookies of your service: `request(server).get('/me').set(headers)`, or `app.inject({ url: '/me', headers })`. */
  headers: { cookie?: string };
  /** What your callback route answered: a redirect, or for example a body with a token of yours. */
  response: Answer;
}

/**
 * Logs a user in at an application with {@link KakaoTestingModule}: calls your login route, logs in and agrees at the
 * emulator, and calls your callback route, as a browser would. The redirect URI of the login is registered at the
 * emulator until its `reset()`.
 *
 * @param person a user of the emulator: an id, a login id, a nickname, or an object with an `id`
 * @returns the cookies; or with `agent`, supertest's `request.agent(server)`, the agent, which has them
 * @throws KakaoUsageError if the application does not import {@link KakaoTestingModule}, or no login route leads to Kakao
 * @throws Error if the callback route answers with an error
 * @throws TypeError if the emulator has no such user, or Kakao would show an error page
 * @example
 * const agent = await loginAs(app, '달빛', { agent: request.agent(app.getHttpServer()) });
 * await agent.get('/me').expect(200);
 */
export function loginAs(
  app: INestApplication,
  person: EmulatedPerson | string,
  options?: LoginAsOptions,
): Promise<LoggedIn>;
export function loginAs<Agent extends LoginAgent>(
  app: INestApplication,
  person: EmulatedPerson | string,
  options: LoginAsOptions & { agent: Agent },
): Promise<Agent>;
export async function loginAs(
  app: INestApplication,
  person: EmulatedPerson | string,
  { agent, ...options }: LoginAsOptions & { agent?: LoginAgent } = {},
): Promise<LoggedIn | LoginAgent> {
  const emulator = kakaoEmulatorOf(app);
  return whileListening(app, async (url) => {
    const browser = new CookieBrowser(url);
    const response = await logIn(app, emulator, agent === undefined ? browser : ofAgent(agent), person, options);
    return agent ?? { headers: browser.headers, response };
  });
}

async function logIn(
  app: INestApplication,
  emulator: KakaoEmulator,
  sender: Sender,
  person: EmulatedPerson | string,
  { path, ...consent }: LoginAsOptions,
): Promise<Answer> {
  const authorizeUrl = await startLogin(app, emulator, sender, path);
  await register(emulator, authorizeUrl);
  const { callbackUrl } = await emulator.signIn(idOf(emulator, person), { authorizeUrl, ...consent });
  const { pathname, search } = new URL(callbackUrl);
  const response = await sender.get(pathname + search);
  if (response.status < 400) return response;
  throw new Error(`loginAs: ${pathname} answered ${response.status} when the user came back from Kakao.`);
}

/** Calls the login route. Returns where on the emulator it sends the user. */
async function startLogin(
  app: INestApplication,
  emulator: KakaoEmulator,
  sender: Sender,
  path: string | undefined,
): Promise<URL> {
  const answers: string[] = [];
  for (const candidate of path === undefined ? guardedPaths(app) : [path]) {
    const { status, headers } = await sender.get(candidate);
    const location = headers.get('location') ?? '';
    if (location.startsWith(`${emulator.url}/oauth/authorize`)) return new URL(location);
    answers.push(`${candidate} (${status})`);
  }
  throw usage('argument_malformed', 'path', usageTexts().loginRoute(answers));
}

async function register(emulator: KakaoEmulator, { searchParams }: URL): Promise<void> {
  const redirectUri = searchParams.get('redirect_uri') ?? '';
  const clientId = searchParams.get('client_id');
  const app = emulator.apps.find(({ restApiKeys }) => restApiKeys.some(({ key }) => key === clientId)) ?? emulator.app;
  const isKnown = app.restApiKeys.some(({ redirectUris }) => redirectUris.includes(redirectUri));
  if (!isKnown) await emulator.configure({ redirectUris: [redirectUri] }, { app });
}

/** A nickname stands for the first user who has it. Whatever else it is, the emulator knows, or says what it knows. */
function idOf({ people }: KakaoEmulator, person: EmulatedPerson | string): EmulatedPerson | string {
  return people.find(({ nickname }) => nickname === person)?.id ?? person;
}
