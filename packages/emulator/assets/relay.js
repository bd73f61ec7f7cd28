/*
 * Runs in the hidden iframe that the SDK adds to the service's page. The picker's popup (same origin as this frame)
 * finds it through window.opener and calls `kakaoRelay`; only this frame may speak to the service's page.
 */
(() => {
  const { relay: transId, origins } = document.documentElement.dataset;
  const allowed = JSON.parse(origins);
  // Where the browser says whose page this is, a message to the others would only fill its console.
  const parent = window.location.ancestorOrigins?.[0];
  const targets = allowed.includes(parent) ? [parent] : allowed;
  window.kakaoRelay = (id, message) => {
    if (id !== transId) return false;
    for (const target of targets) window.parent.postMessage(message, target);
    return true;
  };
})();
