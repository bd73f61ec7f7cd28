/*
 * Runs in the hidden iframe that the SDK adds to the service's page. The picker's popup (same origin as this frame)
 * finds it through window.opener and calls `kakaoRelay`; only this frame may speak to the service's page.
 */
(() => {
  const { relay: transId, origins } = document.documentElement.dataset;
  window.kakaoRelay = (id, message) => {
    if (id !== transId) return false;
    for (const origin of JSON.parse(origins)) window.parent.postMessage(message, origin);
    return true;
  };
})();
