'use strict';
/** Preloaded into every test process. */
const dns = require('node:dns');

// Only names of this machine are looked up. A test that reaches for the real Kakao fails the same way with and without
// a network.
const { lookup } = dns;
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|::1)$/;

dns.lookup = (hostname, ...rest) => {
  if (!hostname || loopback.test(hostname)) return lookup(hostname, ...rest);
  const error = Object.assign(new Error(`tests stay on this machine: ${hostname}`), { code: 'ENOTFOUND', hostname });
  return process.nextTick(rest.at(-1), error);
};

// Every `fetch` of a test opens a connection of its own. On one that was kept open, a request fails by chance: when the
// server closes it at that moment.
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  request.headers.set('connection', 'close');
  return fetch(request);
};
