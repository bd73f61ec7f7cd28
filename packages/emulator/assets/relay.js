/*
 * Runs in the hidden iframe that the SDK adds to the service's page. The picker's popup, which has the same origin,
 * finds it through window.opener and calls `kakaoRelay`, which posts the answer to the service's page.
 */
(() => {
  const { relay: transId, origins } = document.documentElement.dataset;
  const allowed = JSON.parse(origins);
  // If the browser names the origin of the page, a message to other origins would only add errors to its console.
  const parent = window.location.ancestorOrigins?.[0];
  const targets = allowed.includes(parent) ? [parent] : allowed;
  window.kakaoRelay = (id, message) => {
    if (id !== transId) return false;
    for (const target of targets) window.parent.postMessage(message, target);
    return true;
  };
})();
