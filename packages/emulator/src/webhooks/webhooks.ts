import type { Clock } from '../store/clock.js';
import { unixSeconds } from '../store/clock.js';
import { WEBHOOK_TIMEOUT } from '../guesses.js';
import { hex } from '../store/random.js';
import type { SigningKeys } from '../store/signing-keys.js';
import type { App, Person } from '../store/entities.js';
import { eventUris } from './events.js';
import type { AccountEvent, EventFields, UnlinkReason } from './events.js';

const MOST_DELIVERIES = 500;

/** A webhook and its result. */
export interface Delivery {
  number: number;
  /** RFC 3339, by the emulator's clock. */
  at: string;
  webhook: 'unlink' | 'account-status';
  appId: string;
  personId: string;
  /** `referrer_type`, or the kind of event. */
  event: string;
  method: 'GET' | 'POST';
  /** Without the query. */
  url: string;
  /** `failed`: another status than 200 (unlink) or 202 (account status). `timeout`: nothing within three seconds. */
  outcome: 'delivered' | 'failed' | 'timeout' | 'unreachable';
  status?: number;
  milliseconds: number;
}

/** An account-status event of a user. */
export interface AccountEventInput extends EventFields {
  appId: string;
  personId: string;
}

interface Message {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  expected: number;
}

/** Sends webhooks and keeps their results. Nothing is sent twice. */
export class Webhooks {
  #deliveries: Delivery[] = [];
  #number = 0;
  readonly #underWay = new Set<Promise<unknown>>();
  /** How many times the log was cleared. Deliveries in progress at that time are not added to the new log. */
  #epoch = 0;
  readonly #closing = new AbortController();
  readonly #clock: Clock;
  readonly #keys: SigningKeys;
  readonly #issuer: () => string;

  constructor(clock: Clock, keys: SigningKeys, issuer: () => string) {
    this.#clock = clock;
    this.#keys = keys;
    this.#issuer = issuer;
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Resolves when no delivery is in flight. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Aborts the deliveries in flight. */
  close(): void {
    this.#closing.abort();
  }

  clear(): void {
    this.restore([]);
  }

  /** Continues another emulator's log. */
  restore(deliveries: readonly Delivery[]): void {
    this.#epoch += 1;
    this.#deliveries = [...deliveries];
    this.#number = deliveries.at(-1)?.number ?? 0;
  }

  /** The unlink webhook; undefined when the app has none. */
  unlinked(app: App, person: Person, reason: UnlinkReason): Promise<Delivery> | undefined {
    const { unlink } = app.webhooks;
    if (!unlink) return undefined;
    const { url, method = 'POST' } = unlink;
    const { id: personId, groupUserToken } = person;
    const fields = new URLSearchParams({
      app_id: app.appId,
      user_id: personId,
      referrer_type: reason,
      ...(app.groupApp && groupUserToken !== undefined && { group_user_token: groupUserToken }),
    }).toString();
    const authorization = `KakaoAK ${app.primaryAdminKey ?? ''}`;
    const message: Message =
      method === 'GET'
        ? { url: `${url}${url.includes('?') ? '&' : '?'}${fields}`, method, headers: { authorization }, expected: 200 }
        : {
            url,
            method,
            headers: { authorization, 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
            body: fields,
            expected: 200,
          };
    return this.#track({ webhook: 'unlink', appId: app.appId, personId, event: reason }, async () => message);
  }

  /** Sends an account-status event; undefined when the app does not receive it. */
  event(app: App, event: AccountEvent, personId: string, fields: EventFields = {}): Promise<Delivery> | undefined {
    const { accountStatus } = app.webhooks;
    if (!accountStatus || !(accountStatus.events?.includes(event) ?? true)) return undefined;
    return this.#track({ webhook: 'account-status', appId: app.appId, personId, event }, async () => ({
      url: accountStatus.url,
      method: 'POST',
      headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json' },
      body: await this.securityEvent(app, event, personId, fields),
      expected: 202,
    }));
  }

  /** The signed token itself. */
  securityEvent(
    app: App,
    event: AccountEvent,
    personId: string,
    { more, ...documented }: EventFields,
  ): Promise<string> {
    const iss = this.#issuer();
    const now = unixSeconds(this.#clock.now());
    const claims = {
      iss,
      aud: app.webhooks.accountStatus?.audience ?? app.keys.find(({ kind }) => kind === 'rest')?.key ?? '',
      sub: personId,
      iat: now,
      toe: now,
      jti: hex(32),
      txm: hex(32),
      app_id: app.appId,
      events: {
        [eventUris[event]]: {
          subject: { subject_type: 'iss-sub', iss, sub: personId },
          ...documented,
          ...more,
        },
      },
    };
    return this.#keys.sign(claims, 'secevent+jwt');
  }

  #track(
    about: Pick<Delivery, 'webhook' | 'appId' | 'personId' | 'event'>,
    prepare: () => Promise<Message>,
  ): Promise<Delivery> {
    const delivering = this.#deliver(about, prepare);
    this.#underWay.add(delivering);
    void delivering.finally(() => this.#underWay.delete(delivering));
    return delivering;
  }

  async #deliver(
    about: Pick<Delivery, 'webhook' | 'appId' | 'personId' | 'event'>,
    prepare: () => Promise<Message>,
  ): Promise<Delivery> {
    const epoch = this.#epoch;
    const { url, expected, ...message } = await prepare();
    const started = performance.now();
    this.#number += 1;
    const delivery: Delivery = {
      number: this.#number,
      at: new Date(this.#clock.now()).toISOString(),
      ...about,
      method: message.method,
      url: url.split('?')[0] ?? '',
      outcome: 'unreachable',
      milliseconds: 0,
    };
    const signal = AbortSignal.any([AbortSignal.timeout(WEBHOOK_TIMEOUT), this.#closing.signal]);
    try {
      const answer = await fetch(url, { ...message, redirect: 'manual', signal });
      delivery.status = answer.status;
      delivery.outcome = answer.status === expected ? 'delivered' : 'failed';
      await answer.body?.cancel();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError') delivery.outcome = 'timeout';
    }
    delivery.milliseconds = Math.round(performance.now() - started);
    if (epoch === this.#epoch) this.#deliveries = [...this.#deliveries, delivery].slice(-MOST_DELIVERIES);
    return delivery;
  }
}
