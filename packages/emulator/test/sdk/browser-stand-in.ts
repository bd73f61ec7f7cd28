import { webcrypto } from 'node:crypto';
import vm from 'node:vm';

import { sdkSource } from '../../src/pages/assets.js';

export const origin = 'http://localhost:8787';

export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** The parts of a page that the SDK uses. `stored` outlives the page, like the sessionStorage of a tab. */
export interface PageOptions {
  userAgent?: string;
  stored?: Map<string, string>;
  answer?: (sent: Sent) => { status: number; body: string } | 'no network';
}

export interface StandIn {
  /** Runs code as a script of the page. */
  run: (script: string) => unknown;
  sent: Sent[];
  location: { href: string; origin: string };
  popups: string[];
  /** Whether the last popup is closed. */
  popup: { closed: boolean };
  /** A message that another window posts to the page. */
  post: (data: string, from?: string) => void;
  /** How many hidden frames the page has. */
  frames: () => number;
  /** Runs the SDK's timers in order, `count` times. */
  tick: (count: number) => void;
}

/** A page with the SDK in its own context, without browser, network and clock. */
export function openPage({
  userAgent = 'Mozilla/5.0 (X11; Linux x86_64)',
  stored = new Map(),
  answer = () => ({ status: 200, body: '{}' }),
}: PageOptions = {}): StandIn {
  const sent: Sent[] = [];
  const popups: string[] = [];
  const timers = new Map<number, () => void>();
  const popup = { closed: false };
  const listeners = new Set<(message: { origin: string; data: string }) => void>();
  const elements = new Set<object>();
  const element = (tag: string) => ({
    append: () => undefined,
    submit: () => undefined,
    remove() {
      elements.delete(this);
    },
    tag,
  });
  const location = { href: 'http://localhost:3000/', origin: 'http://localhost:3000' };

  class XMLHttpRequest {
    status = 0;
    responseText = '';
    #request: Sent = { method: '', url: '', headers: {}, body: null };
    #listeners: Record<string, () => void> = {};
    open(method: string, url: string): void {
      this.#request = { method, url, headers: {}, body: null };
    }
    setRequestHeader(name: string, value: string): void {
      this.#request.headers[name] = value;
    }
    addEventListener(name: string, listener: () => void): void {
      this.#listeners[name] = listener;
    }
    send(body: string | null = null): void {
      this.#request.body = body;
      sent.push(this.#request);
      const reply = answer(this.#request);
      if (reply === 'no network') {
        this.#listeners['error']?.();
        return;
      }
      this.status = reply.status;
      this.responseText = reply.body;
      this.#listeners['load']?.();
    }
  }

  const window: Record<string, unknown> = {
    XMLHttpRequest,
    location,
    crypto: webcrypto,
    btoa,
    atob,
    navigator: { userAgent, language: 'ko-KR', platform: 'Linux x86_64' },
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    },
    open: (url: string) => {
      popups.push(url);
      return Object.assign(popup, { close: () => popups.push('closed') });
    },
    setInterval: (action: () => void) => {
      timers.set(timers.size + 1, action);
      return timers.size;
    },
    document: { createElement: element, body: { append: (added: object) => elements.add(added) } },
    addEventListener: (_: 'message', listener: (message: { origin: string; data: string }) => void) =>
      listeners.add(listener),
    removeEventListener: (_: 'message', listener: (message: { origin: string; data: string }) => void) =>
      listeners.delete(listener),
    clearInterval: (id: number) => timers.delete(id),
    setTimeout: (action: () => void) => action(),
  };
  window['window'] = window;
  const context = vm.createContext(window);
  vm.runInContext(sdkSource(origin), context);
  return {
    run: (script) => vm.runInContext(script, context),
    sent,
    location,
    popups,
    popup,
    post: (data, from = origin) => {
      for (const listener of listeners) listener({ origin: from, data });
    },
    frames: () => elements.size,
    tick: (count) => {
      for (let i = 0; i < count; i += 1) for (const action of timers.values()) action();
    },
  };
}
