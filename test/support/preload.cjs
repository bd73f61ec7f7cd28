'use strict';
/** Preloaded into every test process. */
const crypto = require('node:crypto');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const { promisify } = require('node:util');

// Allows lookups only of names of this machine, so that a test that connects to the real Kakao always fails, with or
// without a network.
const { lookup } = dns;
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|::1)$/;

dns.lookup = (hostname, ...rest) => {
  if (!hostname || loopback.test(hostname)) return lookup(hostname, ...rest);
  const error = Object.assign(new Error(`tests must not connect to other machines: ${hostname}`), {
    code: 'ENOTFOUND',
    hostname,
  });
  return process.nextTick(rest.at(-1), error);
};

// Each `fetch` opens its own connection. A request on an idle connection could fail if the server closes it at that
// moment.
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  request.headers.set('connection', 'close');
  return fetch(request);
};

// Generating an RSA key takes longer than most tests. Keys have to differ, but need not be new, so a process generates
// a few and uses them in turn.
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
