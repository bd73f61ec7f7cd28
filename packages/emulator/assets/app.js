/* What the pages do beyond plain HTML. They also work without it, but then the picker's popup does not close itself. */
(() => {
  /** Consent: 전체 동의하기 checks every row. The main button is disabled until the required rows are checked. */
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
    // A page restored from the browser's cache keeps its checked boxes.
    window.addEventListener('pageshow', refresh);
    refresh();
  }

  /**
   * The response to a form gets the URL of its language switch, where a GET returns the same page. So reloading it or
   * going back to it does not send the form again.
   */
  const again = document.querySelector('form.languages[method=get]');
  const fields = new URLSearchParams(again ? new FormData(again) : '').toString();
  if (fields !== '' && location.search === '') {
    history.replaceState(null, '', `${again.getAttribute('action')}?${fields}`);
  }

  /**
   * Ignores the second click of a double click, which would send the form twice. After a second, a click counts again,
   * because the user may have stopped the first request.
   */
  const sent = new Set();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), 1000);
  });

  /** A link with the role of a button reacts to the space bar, as buttons do. */
  document.addEventListener('keydown', (event) => {
    const link = event.key === ' ' ? event.target.closest?.('a[role=button]') : undefined;
    if (!link) return;
    event.preventDefault();
    link.click();
  });

  /** Copies a key or a URL of the home page. */
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

  /** The picker's popup announces that it closes. The SDK then calls the service's `close`. */
  const close = () => {
    window.opener?.postMessage('closed', '*');
    window.close();
  };
  document.addEventListener('click', (event) => {
    if (!window.opener || !event.target.closest?.('[data-close]')) return;
    event.preventDefault();
    close();
  });

  /** The last page of a popup login. The SDK gets the result from the server, so the page only closes. */
  if (window.opener && document.querySelector('[data-done]')) window.close();

  /** The picker's last page. It passes the answer to the relay first. */
  const done = document.querySelector('[data-answer]');
  if (done && window.opener) {
    const { transId, answer } = done.dataset;
    const handOver = () => {
      for (let i = 0; i < window.opener.length; i += 1) {
        try {
          if (window.opener[i].kakaoRelay?.(transId, answer)) return true;
        } catch {
          // A frame of another origin is not the relay.
        }
      }
      return false;
    };
    // The relay may still be loading.
    const attempt = () => {
      if (handOver()) close();
      else if (window.opener && !window.opener.closed) setTimeout(attempt, 100);
    };
    attempt();
  }
})();
