import { kaeCodes } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import { MOST_ADDRESSES, PICKER_KEY_KINDS, PICKER_REFUSED_IN, SPENT_GRANT_CODE, TRANSACTION_LIFE } from '../guesses.js';
import { htmlAnswer, redirect, withQuery } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given, sentIn } from '../http/call.js';
import { userActor } from '../contract/actor.js';
import type { UserActor } from '../contract/actor.js';
import { langHeaders, langOf, messagePageStart } from '../http/lang.js';
import { sorted } from '../kapi/shipping.js';
import {
  addressAnswerPage,
  addressFormPage,
  addressPickerPage,
  paths,
  proxyHeaders,
  proxyPage,
} from '../pages/index.js';
import type { AddressAnswer, AddressRow, Here } from '../pages/index.js';
import { newId, opaque } from '../store/random.js';
import { Refusal } from '../refusal.js';
import type { Address, App, Person } from '../store/entities.js';
import type { AddressTask, Transaction } from '../store/transactions.js';

type AddressTransaction = Extract<Transaction, { kind: 'address' }>;

/** kapi's code for a user whose signup is not finished. */
const NOT_LINKED = -101;

const pathOf = { picker: paths.addressPicker, create: paths.addressCreate, edit: paths.addressEdit } as const;

const row = (address: Address): AddressRow => ({
  id: address.id,
  isDefault: address.is_default,
  ...(address.name !== undefined && { name: address.name }),
  ...(address.receiver_name !== undefined && { receiverName: address.receiver_name }),
  ...(address.receiver_phone_number1 !== undefined && { receiverPhoneNumber1: address.receiver_phone_number1 }),
  ...(address.receiver_phone_number2 !== undefined && { receiverPhoneNumber2: address.receiver_phone_number2 }),
  ...(address.zone_number !== undefined && { zoneNumber: address.zone_number }),
  ...(address.zip_code !== undefined && { zipCode: address.zip_code }),
  ...(address.base_address !== undefined && { baseAddress: address.base_address }),
  ...(address.detail_address !== undefined && { detailAddress: address.detail_address }),
});

/** Returns the result by a redirect, or through the window that opened the page. */
function hand(
  { call }: Context,
  task: Pick<AddressTask, 'transId' | 'returnUrl'>,
  result: { addressId: string } | { errorCode: string },
): Answer {
  const answer: AddressAnswer =
    'addressId' in result
      ? result
      : { ...result, errorMessage: kaeCodes[result.errorCode]?.reason[langOf(call)] ?? result.errorCode };
  if (task.returnUrl !== undefined) {
    const query: Record<string, string> =
      'addressId' in answer
        ? { address_id: answer.addressId }
        : { status: 'error', error_code: answer.errorCode, error_msg: answer.errorMessage };
    return redirect(withQuery(task.returnUrl, query));
  }
  const kind = 'addressId' in answer ? 'address' : answer.errorCode;
  return htmlAnswer(addressAnswerPage({ ...messagePageStart(call, kind), transId: task.transId, answer }));
}

/** Only an address of the app itself may receive the result. */
function ownReturnUrl(app: App, returnUrl: string | undefined): string | undefined {
  if (returnUrl === undefined) return undefined;
  const origins = app.keys.flatMap(({ domains, redirectUris }) => [...domains, ...redirectUris]);
  const isKnown =
    URL.canParse(returnUrl) &&
    origins.some((known) => URL.canParse(known) && sameOrigin(new URL(known), new URL(returnUrl)));
  if (!isKnown) throw Refusal.message('bad_request', 400);
  return new URL(returnUrl).href;
}

const LONGEST_FIELD = 500;

/** A picker without a popup can go back to a page, but not into an app. */
const isWeb = (returnUrl: string | undefined): boolean => returnUrl === undefined || /^https?:/.test(returnUrl);

/** A custom scheme (`kakao<key>://address`) belongs to one app, whatever follows it. */
const sameOrigin = (one: URL, other: URL): boolean =>
  one.protocol === other.protocol && (!one.protocol.startsWith('http') || one.host === other.host);

/** The user of the access token or the `agt`, or a KAE code if there is none. */
function whoAsks(context: Context): { app: App; person: Person } | { errorCode: string } {
  const { store, call } = context;
  const sent = sentIn(call);
  if (PICKER_REFUSED_IN.test(call.headers['user-agent'] ?? '')) return { errorCode: 'KAE007' };
  const client = store.client(sent.get('app_key') ?? '');
  if (!client || !PICKER_KEY_KINDS.includes(client.key.kind)) return { errorCode: 'KAE104' };
  const { app } = client;
  const agt = given(sent, 'agt');
  const accessToken = given(sent, 'access_token');
  if (agt === undefined && accessToken === undefined) return { errorCode: 'KAE205' };
  const grant = store.grants.take(agt ?? '');
  if (!grant && accessToken === undefined) return { errorCode: SPENT_GRANT_CODE };
  let actor: Pick<UserActor, 'app' | 'person' | 'link'> | undefined;
  if (grant) {
    const person = store.people.get(grant.personId);
    const link = store.link(grant.appId, grant.personId);
    if (person && link && grant.appId === app.appId) actor = { app, person, link };
  } else {
    try {
      actor = userActor(store, 'shipping.list', accessToken ?? '');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.answer.as === 'kapi' && error.answer.body.code === NOT_LINKED) return { errorCode: 'KAE202' };
    }
  }
  if (!actor || actor.app !== app) return { errorCode: 'KAE201' };
  if (actor.person.accountTermsDue) return { errorCode: 'KAE204' };
  if (!app.business) return { errorCode: 'KAE101' };
  if (app.missingPermissions.includes('shipping_address')) return { errorCode: 'KAE103' };
  if (!app.consentItems.has('shipping_address')) return { errorCode: 'KAE102' };
  if (!actor.link.scopes.has('shipping_address')) return { errorCode: 'KAE203' };
  return { app, person: actor.person };
}

function show(
  context: Context,
  task: AddressTask,
  personId: string,
  more: { chosen?: string; typed?: Partial<AddressRow> } = {},
): Answer {
  const { store, call } = context;
  const person = store.people.get(personId);
  const app = store.app(task.appId);
  if (!person || !app) throw Refusal.message('expired', 400);
  const transaction = opaque(24);
  store.transactions.set(transaction, {
    kind: 'address',
    sessionId: '',
    personId,
    address: task,
    expiresAt: store.clock.now() + TRANSACTION_LIFE,
  });
  const here: Here = { method: 'post', action: pathOf[task.page], fields: [['transaction', transaction]] };
  const common = { lang: langOf(call), here, transaction, app: { name: app.name }, mobileView: task.mobileView };
  const edited = person.addresses.find(({ id }) => id === task.addressId);
  const page =
    task.page === 'picker'
      ? addressPickerPage({
          ...common,
          addresses: sorted(person).map(row),
          backButton: task.backButton && isWeb(task.returnUrl),
          ...(task.returnUrl !== undefined && { backHref: task.returnUrl }),
          ...(more.chosen !== undefined && { chosen: more.chosen }),
        })
      : addressFormPage({
          ...common,
          ...(edited && { address: row(edited) }),
          ...(more.typed && { address: { ...more.typed, ...(edited && { id: edited.id }) }, error: 'missing' }),
          fromPicker: task.fromPicker ?? false,
        });
  return htmlAnswer(page, 200, langHeaders(call));
}

function takeAddressTask({ store, call }: Context): AddressTransaction {
  const transaction = store.transactions.take(given(call.form, 'transaction') ?? '');
  if (transaction?.kind !== 'address') throw Refusal.message('expired', 400);
  return transaction;
}

/** The three pages. The SDK opens them with a token, and they open each other with a transaction. */
const addressPage =
  (page: AddressTask['page']) =>
  (context: Context): Answer => {
    const { call } = context;
    if (call.form.has('transaction')) {
      const { address, personId } = takeAddressTask(context);
      const addressId = given(call.form, 'address_id') ?? address.addressId;
      const fromPicker = address.fromPicker ?? (address.page === 'picker' && page !== 'picker');
      const { addressId: _old, ...rest } = address;
      const withId = page === 'edit' && addressId !== undefined ? { addressId } : {};
      return show(context, { ...rest, ...withId, page, fromPicker }, personId);
    }
    const sent = sentIn(call);
    const who = whoAsks(context);
    const back = readWayBack(context);
    if ('errorCode' in who) return hand(context, back, who);
    const addressId = given(sent, 'address_id');
    if (page === 'edit' && !/^\d{1,19}$/.test(addressId ?? '')) return hand(context, back, { errorCode: 'KAE003' });
    if (page === 'edit' && !who.person.addresses.some(({ id }) => id === addressId)) {
      return hand(context, back, { errorCode: 'KAE206' });
    }
    const task: AddressTask = {
      ...back,
      page,
      appId: who.app.appId,
      ...(page === 'edit' && addressId !== undefined && { addressId }),
      mobileView: sent.get('mobile_view') === 'true',
      backButton: sent.get('enable_back_button') !== 'false',
    };
    return show(context, task, who.person.id);
  };

/** The parameters that an error needs to reach the caller. */
function readWayBack({ store, call }: Context): Pick<AddressTask, 'transId' | 'returnUrl'> {
  const sent = sentIn(call);
  const app = store.client(sent.get('app_key') ?? '')?.app;
  const returnUrl = app && ownReturnUrl(app, given(sent, 'return_url'));
  return { transId: sent.get('trans_id') ?? '', ...(returnUrl !== undefined && { returnUrl }) };
}

/** Returns this KAE code to the page that opened the picker. */
export const refusePicker = (context: Context, errorCode: string): Answer =>
  hand(context, context.call.form.has('transaction') ? takeAddressTask(context).address : readWayBack(context), {
    errorCode,
  });

export const pickerPage = addressPage('picker');
export const createPage = addressPage('create');
export const editPage = addressPage('edit');

/** `POST /user/address/choose`. */
export function chooseAddress(context: Context): Answer {
  const { address, personId } = takeAddressTask(context);
  const addressId = given(context.call.form, 'address_id') ?? '';
  const owns = context.store.people.get(personId)?.addresses.some(({ id }) => id === addressId) ?? false;
  if (!owns) return hand(context, address, { errorCode: 'KAE206' });
  return hand(context, address, { addressId });
}

/** `POST /user/address/save`: a new address, or a changed one. */
export function saveAddress(context: Context): Answer {
  const { store, call } = context;
  const { address: task, personId } = takeAddressTask(context);
  const person = store.people.get(personId);
  if (!person) throw Refusal.message('expired', 400);
  const field = (name: string): string => (call.form.get(name) ?? '').trim();
  const typed = {
    name: field('name'),
    receiverName: field('receiver_name'),
    receiverPhoneNumber1: field('receiver_phone_number1'),
    receiverPhoneNumber2: field('receiver_phone_number2'),
    zoneNumber: field('zone_number'),
    baseAddress: field('base_address'),
    detailAddress: field('detail_address'),
  };
  if (Object.values(typed).some(({ length }) => length > LONGEST_FIELD)) throw Refusal.message('bad_request', 400);
  const needed = [typed.receiverName, typed.receiverPhoneNumber1, typed.zoneNumber, typed.baseAddress];
  if (needed.includes('')) {
    return show(context, task, personId, { typed: { ...typed, isDefault: field('is_default') === 'on' } });
  }
  const old = person.addresses.find(({ id }) => id === task.addressId);
  const isDefault = field('is_default') === 'on' || (old?.is_default ?? person.addresses.length === 0);
  const saved: Address = {
    ...old,
    id: old?.id ?? newId(),
    is_default: isDefault,
    name: typed.name,
    updated_at: Math.floor(store.clock.now() / 1000),
    type: old?.type ?? 'NEW',
    base_address: typed.baseAddress,
    detail_address: typed.detailAddress,
    receiver_name: typed.receiverName,
    receiver_phone_number1: typed.receiverPhoneNumber1,
    receiver_phone_number2: typed.receiverPhoneNumber2,
    zone_number: typed.zoneNumber,
  };
  const others = person.addresses
    .filter((address) => address !== old)
    .map((address) => (isDefault ? { ...address, is_default: false } : address));
  const surplus = others.length >= MOST_ADDRESSES ? others.find((address) => !address.is_default) : undefined;
  person.addresses = [...others.filter((address) => address !== surplus), saved];
  if (!task.fromPicker) return hand(context, task, { addressId: saved.id });
  const { addressId: _saved, fromPicker: _from, ...picker } = task;
  return show(context, { ...picker, page: 'picker' }, personId, { chosen: saved.id });
}

/** `GET /proxy`: the relay that services put into a hidden frame. */
export function proxy({ store, call }: Context): Answer {
  const origins = new Set(store.apps.flatMap(({ keys }) => keys.flatMap(({ domains }) => domains)));
  return {
    status: 200,
    headers: { ...proxyHeaders },
    body: proxyPage({ transId: call.query.get('trans_id') ?? '', allowedOrigins: [...origins] }),
  };
}

/** `GET /auth/kpidt`: takes an `agt` and continues to the inner page. */
export function kpidt({ call }: Context): Answer {
  const asked = given(call.query, 'continue') ?? '';
  const url = URL.canParse(asked, call.origin) ? new URL(asked, call.origin) : undefined;
  const inner: readonly string[] = [paths.addressPicker, paths.addressCreate, paths.addressEdit];
  if (!url || !inner.includes(url.pathname)) throw Refusal.message('bad_request', 400);
  for (const name of ['app_key', 'agt']) {
    const value = given(call.query, name);
    if (value !== undefined && !url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return redirect(url.pathname + url.search);
}
