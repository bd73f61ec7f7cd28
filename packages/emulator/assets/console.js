/* The console: polls the control API every second, and calls it on clicks. It inserts every value as text. */
(() => {
  const root = document.querySelector('.console');
  const part = (name) => root.querySelector(`[data-${name}]`);
  const { left, refused, facts: factNames } = root.dataset;
  const names = JSON.parse(factNames);

  const say = (text, isError = false) => {
    const status = part('status');
    status.textContent = text;
    status.className = isError ? 'error' : 'done';
  };

  async function control(method, path, body) {
    const answer = await fetch(`/_emulator${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    const value = text === '' ? undefined : JSON.parse(text);
    if (!answer.ok) throw new Error(`${refused}: ${value?.error ?? answer.status}`);
    return value;
  }

  const time = (instant) => new Date(instant).toLocaleTimeString('en-GB');
  const tone = (status) => (status === 0 ? 'bad' : status < 400 ? 'good' : status < 500 ? 'odd' : 'bad');

  /** A row that can be opened: a summary line, and the details as pairs. */
  function row({ at, status, tone, method, path, info, badge, facts }) {
    const item = part('request').content.cloneNode(true).firstElementChild;
    const fill = (selector, text) => (item.querySelector(selector).textContent = text ?? '');
    fill('time', time(at));
    fill('.status', status);
    item.querySelector('.status').classList.add(tone);
    fill('.method', method);
    fill('.path', path);
    fill('.info', info);
    fill('.badge', badge);
    item.querySelector('.badge').hidden = !badge;
    for (const [name, value] of facts) {
      const term = document.createElement('dt');
      const description = document.createElement('dd');
      term.textContent = name;
      description.textContent = value;
      item.querySelector('.facts').append(term, description);
    }
    return item;
  }

  const requestRow = (seen) =>
    row({
      at: seen.at,
      status: seen.status || '–',
      tone: tone(seen.status),
      method: seen.method,
      path: seen.path,
      info: [seen.endpoint, seen.code].filter(Boolean).join(' · '),
      badge: seen.fault,
      facts: [
        ...Object.entries(seen.parameters),
        ['Authorization', seen.credentials],
        ['User-Agent', seen.userAgent ?? '–'],
        [names.took, String(seen.milliseconds)],
      ],
    });

  const deliveryRow = (sent) =>
    row({
      at: sent.at,
      status: sent.status ?? '–',
      tone: sent.outcome === 'delivered' ? 'good' : 'bad',
      method: sent.method,
      path: sent.url,
      info: `${sent.webhook} · ${sent.event}`,
      badge: sent.outcome === 'delivered' ? '' : sent.outcome,
      facts: [
        [names.app, sent.appId],
        [names.person, sent.personId],
        [names.took, String(sent.milliseconds)],
      ],
    });

  /** Adds new rows at the top and keeps the others, so that an open row stays open. */
  function follow(list, make) {
    let last = 0;
    return (entries) => {
      const newest = entries.at(-1)?.number ?? 0;
      if (newest < last) {
        list.replaceChildren();
        last = 0;
      }
      for (const entry of entries) if (entry.number > last) list.prepend(make(entry));
      while (list.children.length > 200) list.lastElementChild.remove();
      last = newest;
    };
  }
  const showRequests = follow(part('requests'), requestRow);
  const showDeliveries = follow(part('deliveries'), deliveryRow);

  let shownFaults = '';
  function showFaults(faults) {
    const text = JSON.stringify(faults);
    if (text === shownFaults) return;
    shownFaults = text;
    part('faults').replaceChildren(
      ...faults.map(({ id: _id, on, kind, left: times, times: _times, ...rest }) => {
        const item = document.createElement('li');
        const details = Object.values(rest).filter((value) => typeof value !== 'object');
        item.textContent = `${on}: ${[kind, ...details].join(' ')} (${left.replace('#', times ?? '∞')})`;
        return item;
      }),
    );
  }

  async function refresh() {
    const [clock, requests, faults, deliveries] = await Promise.all(
      ['/clock', '/requests', '/faults', '/webhooks/deliveries'].map((path) => control('GET', path)),
    );
    part('now').textContent = new Date(clock.now).toLocaleString(document.documentElement.lang, {
      dateStyle: 'long',
      timeStyle: 'medium',
    });
    showRequests(requests);
    showFaults(faults);
    showDeliveries(deliveries);
  }

  const attempt = async (action, done = '') => {
    try {
      await action();
      await refresh();
      say(done);
    } catch (error) {
      say(error.message, true);
    }
  };

  root.addEventListener('click', (event) => {
    const { advance, rotate, reset, clear } = event.target.closest('button')?.dataset ?? {};
    if (advance) void attempt(() => control('POST', '/clock', { advance: JSON.parse(advance) }));
    if (rotate) void attempt(() => control('POST', '/keys/rotate'), rotate);
    if (reset && window.confirm(reset)) void attempt(() => control('POST', '/reset'));
    if (clear) void attempt(() => control('DELETE', `/${clear}`));
  });

  part('fault').addEventListener('submit', (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    const { on, kind, code } = form;
    const more = {
      error: { code: /^-\d+$/.test(code) ? Number(code) : code },
      latency: { milliseconds: Number(form.milliseconds) },
      'id-token': { flaw: form['id-token'] },
      jwks: { flaw: form.jwks },
    };
    void attempt(() => control('POST', '/faults', { on, kind, times: Number(form.times), ...more[kind] }));
  });

  const poll = async () => {
    if (!document.hidden) await refresh().catch(() => undefined);
    setTimeout(() => void poll(), 1000);
  };
  void poll();
})();
