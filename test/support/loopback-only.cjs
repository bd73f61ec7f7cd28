'use strict';
/**
 * Preloaded into every test process: a name that is not this machine's is never looked up, so a test that reaches for the
 * real Kakao (or a warm-up that a login at the real addresses begins) fails the same way with and without a network.
 */
const dns = require('node:dns');

const { lookup } = dns;
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|::1)$/;

dns.lookup = (hostname, ...rest) => {
  if (!hostname || loopback.test(hostname)) return lookup(hostname, ...rest);
  const error = Object.assign(new Error(`tests stay on this machine: ${hostname}`), { code: 'ENOTFOUND', hostname });
  return process.nextTick(rest.at(-1), error);
};
