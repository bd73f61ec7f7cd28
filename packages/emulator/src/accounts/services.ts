import type { Context } from '../context.js';
import { langHeaders, langOf, pageStart } from '../http/lang.js';
import { instant } from '../store/clock.js';
import { htmlAnswer, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { connectedServicesPage, homePage, paths } from '../pages/index.js';
import type { ConnectedServicesModel, Known } from '../pages/index.js';
import { Refusal } from '../refusal.js';
import type { Person } from '../store/entities.js';
import { emulatedApp } from '../store/view.js';
import { unlinkByKakao } from '../webhooks/unlink.js';
import { sessionOf } from './browser.js';
import { personChoice } from './person-choice.js';

function linkedServices({ store }: Context, person: Person): ConnectedServicesModel['services'] {
  return store.apps.flatMap((app) => {
    const link = store.link(app.appId, person.id);
    if (!link) return [];
    return {
      appId: app.appId,
      name: app.name,
      connectedAt: instant(link.connectedAt),
      agreed: [...link.scopes.keys()],
      terms: app.terms.filter(({ tag }) => link.terms.has(tag)).map(({ title }) => title),
    };
  });
}

/** `GET /connected/app/list`: the services that the user is linked to. */
export function connectedServices(context: Context): Answer {
  const { store, call } = context;
  const current = sessionOf(store, call);
  if (!current) {
    return redirect(`${paths.login}/?continue=${encodeURIComponent(call.origin + paths.connectedServices)}#login`);
  }
  const unlinked = store.app(given(call.query, 'unlinked') ?? '')?.name;
  const page = connectedServicesPage({
    ...pageStart(call),
    person: personChoice(current.person, langOf(call), store.clock.now()),
    services: linkedServices(context, current.person),
    ...(unlinked !== undefined && { unlinked }),
  });
  return htmlAnswer(page, 200, langHeaders(call));
}

/** `POST /connected/app/list`: unlinks a service and sends its unlink webhook. */
export function unlinkFromAccount(context: Context): Answer {
  const { store, call } = context;
  const current = sessionOf(store, call);
  const app = store.app(call.form.get('app_id') ?? '');
  if (!current || call.form.get('action') !== 'unlink') throw Refusal.message('bad_request', 400);
  if (call.headers['sec-fetch-site'] === 'cross-site') throw Refusal.message('bad_request', 403);
  if (!app || !store.link(app.appId, current.person.id)) return redirect(paths.connectedServices);
  void unlinkByKakao(context, app, current.person, 'UNLINK_FROM_APPS');
  return redirect(`${paths.connectedServices}?unlinked=${app.appId}`);
}

/** The apps and users on the home page and in the console. */
export function knownTo({ store, call }: Context): Known {
  const people = [...store.people.values()].slice(0, 50);
  const now = store.clock.now();
  return {
    apps: store.apps.map(emulatedApp),
    people: people.map((person) => ({ ...personChoice(person, langOf(call), now), password: person.password })),
  };
}

/** `GET /`: the home page. */
export function home(context: Context): Answer {
  const { store, call } = context;
  const current = sessionOf(store, call);
  const page = homePage({
    ...pageStart(call),
    url: call.origin,
    ...knownTo(context),
    ...(current && { signedIn: personChoice(current.person, langOf(call), store.clock.now()) }),
  });
  return htmlAnswer(page, 200, langHeaders(call));
}
