'use strict';
/** Preloaded into every test process. */
const crypto = require('node:crypto');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const { promisify } = require('node:util');

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

// Making an RSA key takes longer than most tests. Keys have to differ, but they need not be new: a process makes a few and
// hands them out in turn.
const { generateKeyPair, generateKeyPairSync } = crypto;
const made = [];
let handedOut = 0;

const isUsual = (type, options) =>
  type === 'rsa' && Object.keys(options).length === 1 && options.modulusLength === 2048;

const nextPlace = () => (handedOut = (handedOut + 1) % 8);

crypto.generateKeyPairSync = (type, options) =>
  isUsual(type, options)
    ? (made[nextPlace()] ??= generateKeyPairSync(type, options))
    : generateKeyPairSync(type, options);
crypto.generateKeyPair = Object.assign((...all) => generateKeyPair(...all), {
  [promisify.custom]: async (type, options) => {
    const make = promisify(generateKeyPair);
    return isUsual(type, options) ? (made[nextPlace()] ??= await make(type, options)) : make(type, options);
  },
});
syncBuiltinESMExports();
