/* What the pages do beyond plain HTML. All of them work without it, except closing the picker's popup by itself. */
(() => {
  /** Consent: 전체 동의하기 ticks every row, and the main button waits for the required ones. */
  const consent = document.querySelector('#consent');
  if (consent) {
    const all = consent.querySelector('#agreeAll');
    const accept = consent.querySelector('button[value=accept]');
    const rows = [...consent.querySelectorAll('input[type=checkbox][name]')];
    const refresh = () => {
      accept.disabled = rows.some((row) => row.required && !row.checked);
      if (all) all.checked = rows.every((row) => row.checked);
    };
    all?.addEventListener('change', () => {
      for (const row of rows) row.checked = all.checked;
      refresh();
    });
    consent.addEventListener('change', refresh);
    // A page that comes back from the browser's cache keeps its ticks.
    window.addEventListener('pageshow', refresh);
    refresh();
  }

  /**
   * A page that answers a form goes by the address that it can be asked for again, which its language switch knows:
   * reloading it and coming back to it send no form a second time.
   */
  const again = document.querySelector('form.languages[method=get]');
  const fields = new URLSearchParams(again ? new FormData(again) : '').toString();
  if (fields !== '' && location.search === '') {
    history.replaceState(null, '', `${again.getAttribute('action')}?${fields}`);
  }

  /** The second half of a double click would send an answer that was taken already. After a stopped one, a click counts again. */
  const sent = new Set();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), 1000);
  });

  /** A link that says it is a button answers to the space bar, as buttons do. */
  document.addEventListener('keydown', (event) => {
    const link = event.key === ' ' ? event.target.closest?.('a[role=button]') : undefined;
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  /** Copies a key or an address from the front page. */
  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add('copied');
    document.querySelector('[data-status]').textContent = button.dataset.copied;
    setTimeout(() => button.classList.remove('copied'), 1500);
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (button) void copy(button);
  });

  /** The picker's popup says that it ends before it does; the SDK then calls the service's `close`. */
  const close = () => {
    window.opener?.postMessage('closed', '*');
    window.close();
  };
  document.addEventListener('click', (event) => {
    if (!window.opener || !event.target.closest?.('[data-close]')) return;
    event.preventDefault();
    close();
  });

  /** The last page of a popup login: the SDK asks the server for the outcome, nothing has to be handed over. */
  if (window.opener && document.querySelector('[data-done]')) window.close();

  /** The picker's last page: the answer goes through the relay first. */
  const done = document.querySelector('[data-answer]');
  if (done && window.opener) {
    const { transId, answer } = done.dataset;
    const handOver = () => {
      for (let i = 0; i < window.opener.length; i += 1) {
        try {
          if (window.opener[i].kakaoRelay?.(transId, answer)) return true;
        } catch {
          // A frame of another origin: not ours.
        }
      }
      return false;
    };
    // The relay may still be loading, for as long as it takes on a busy machine.
    const attempt = () => {
      if (handOver()) close();
      else if (window.opener && !window.opener.closed) setTimeout(attempt, 100);
    };
    attempt();
  }
})();
