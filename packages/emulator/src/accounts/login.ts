import type { Context } from '../context.js';
import { htmlAnswer, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { follow, given } from '../http/call.js';
import type { Call } from '../http/call.js';
import { langHeaders, langOf, pageStart } from '../http/lang.js';
import { chooserPage, createAccountPage, loginPage, paths } from '../pages/index.js';
import type { CreateAccountModel, Lang, LoginModel, PersonChoice } from '../pages/index.js';
import { newId } from '../store/random.js';
import { Refusal } from '../refusal.js';
import { readPerson } from '../seed/read.js';
import type { PersonSeed } from '../seed/types.js';
import type { Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { forgetAccount, freshKey, logIn, savedAccounts } from './browser.js';
import { accountLabel, personChoice } from './person-choice.js';

const MOST_OFFERED = 30;
/** Node does not read a longer request line. */
const LONGEST_URL = 16_384;
/** The longest e-mail address that RFC 5321 allows. */
const LONGEST_FIELD = 254;

/** The URL that an account page continues to. It must be one of this emulator. */
function onward(call: Call): URL {
  const asked = given(call.form, 'continue') ?? given(call.query, 'continue') ?? paths.home;
  try {
    const url = new URL(asked.length > LONGEST_URL ? paths.home : asked, call.origin);
    if (url.origin === call.origin) return url;
  } catch {
    // Not a URL.
  }
  return new URL(call.origin);
}

/** Logs in and continues. A form gets the response of authorize at once, without another request. */
async function enter(context: Context, person: Person, save: boolean): Promise<Answer> {
  const { store, call } = context;
  const url = onward(call);
  const isAuthorize = url.pathname.replace(/\/$/, '') === paths.consent;
  const cookies = logIn(store, call, person, save, isAuthorize ? freshKey(url.searchParams) : undefined);
  if (!isAuthorize || call.method !== 'POST') return redirect(url.href, { 'set-cookie': cookies });
  const next = follow(call, url, cookies);
  // A fault of authorize needs a separate request.
  if (context.isFaultDue(next)) return redirect(url.href, { 'set-cookie': cookies });
  const answer = await context.answer(next);
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookies } };
}

/** The users of the one-click list. */
function offered(store: Store, lang: Lang): PersonChoice[] {
  const now = store.clock.now();
  const people: PersonChoice[] = [];
  for (const person of store.people.values()) {
    if (people.push(personChoice(person, lang, now)) === MOST_OFFERED) break;
  }
  return people;
}

function showLogin({ store, call }: Context, more: Partial<LoginModel> = {}): Answer {
  const lang = langOf(call);
  const { href, searchParams } = onward(call);
  const hint = searchParams.get('login_hint');
  const model: LoginModel = {
    lang,
    // The language switch of a failed form loads the form, and does not repeat the POST.
    here: { method: 'get', action: paths.login, fields: [['continue', href]] },
    continueTo: href,
    ...(hint !== null && { loginId: hint }),
    people: offered(store, lang),
    ...more,
  };
  return htmlAnswer(loginPage(model), 200, langHeaders(call));
}

/** `GET /login`. */
export const loginForm = (context: Context): Answer => showLogin(context);

/** `POST /login`: id and password, or one click on a user of the list. */
export function login(context: Context): Answer | Promise<Answer> {
  const { store, call } = context;
  const { form } = call;
  const saveSignedIn = form.get('saveSignedIn') === 'on' || form.get('saveSignedIn') === 'true';
  const chosen = store.people.get(form.get('person') ?? '');
  if (chosen) return enter(context, chosen, saveSignedIn);
  const loginId = form.get('loginId') ?? '';
  const password = form.get('password') ?? '';
  if (loginId === '' || password === '') return showLogin(context, { loginId, saveSignedIn, error: 'missing' });
  const person = store.personByLoginId(loginId);
  if (!person) return showLogin(context, { loginId, saveSignedIn, error: 'unknown_id' });
  if (person.password !== password) return showLogin(context, { loginId, saveSignedIn, error: 'wrong_password' });
  return enter(context, person, saveSignedIn);
}

/** `GET /login/simple`: the saved accounts of this browser. With `account`, logs in with one of them. */
export function chooser(context: Context): Answer | Promise<Answer> {
  const { store, call } = context;
  const saved = savedAccounts(store, call);
  const chosen = saved.find(({ id }) => id === call.query.get('account'));
  if (chosen) return enter(context, chosen, true);
  const continueTo = onward(call).href;
  const href = (path: string, more: string): string => `${path}?continue=${encodeURIComponent(continueTo)}${more}`;
  const page = chooserPage({
    ...pageStart(call),
    continueTo,
    accounts: saved.map((person) => ({
      id: person.id,
      name: person.nickname,
      info: accountLabel(person),
      href: href(paths.chooser, `&account=${person.id}`),
    })),
    newAccountHref: href(paths.login, ''),
  });
  return htmlAnswer(page, 200, langHeaders(call));
}

/** `POST /login/simple`: forgets a saved account. */
export function forget({ store, call }: Context): Answer {
  const cookie = forgetAccount(store, call, call.form.get('delete') ?? '');
  const to = `${paths.chooser}?continue=${encodeURIComponent(onward(call).href)}`;
  return redirect(to, { 'set-cookie': [cookie] });
}

function showCreate({ call }: Context, more: Partial<CreateAccountModel> = {}): Answer {
  const { lang } = pageStart(call);
  const continueTo = onward(call).href;
  const model: CreateAccountModel = {
    lang,
    here: { method: 'get', action: paths.createAccount, fields: [['continue', continueTo]] },
    continueTo,
    ...more,
  };
  return htmlAnswer(createAccountPage(model), 200, langHeaders(call));
}

export const createAccountForm = (context: Context): Answer => showCreate(context);

/** Whether there is exactly one `@`, with text before it and a domain with a dot after it. */
function isEmail(text: string): boolean {
  const [local = '', domain = '', more] = text.split('@');
  return local !== '' && more === undefined && !/\s/.test(text) && domain.slice(1, -1).includes('.');
}

/** `POST /weblogin/create_account`: creates a user and logs in. */
export function createAccount(context: Context): Answer | Promise<Answer> {
  const { store, call } = context;
  const field = (name: string): string => (call.form.get(name) ?? '').trim();
  const typed = {
    loginId: field('loginId'),
    nickname: field('nickname'),
    birthdate: field('birthdate'),
    phoneNumber: field('phoneNumber'),
  };
  const password = call.form.get('password') ?? '';
  if ([...Object.values(typed), password].some(({ length }) => length > LONGEST_FIELD)) {
    throw Refusal.message('bad_request', 400);
  }
  if (typed.loginId === '' || typed.nickname === '' || password === '') {
    return showCreate(context, { ...typed, error: 'missing' });
  }
  if (!isEmail(typed.loginId)) return showCreate(context, { ...typed, error: 'bad_email' });
  if (store.personByLoginId(typed.loginId)) return showCreate(context, { ...typed, error: 'taken' });
  if (password.length < 8) return showCreate(context, { ...typed, error: 'short_password' });
  const born = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(typed.birthdate);
  const seed: PersonSeed = {
    id: newId(),
    loginId: typed.loginId,
    password,
    nickname: typed.nickname,
    name: typed.nickname,
    ...(born?.[1] && born[2] && born[3] && { birthyear: born[1], birthday: born[2] + born[3] }),
    ...(typed.phoneNumber !== '' && { phoneNumber: `+82 ${typed.phoneNumber.replace(/^(?:\+82\s*|0)/, '')}` }),
  };
  const person = readPerson(seed, 'person');
  store.addSelfMade(person);
  return enter(context, person, false);
}
