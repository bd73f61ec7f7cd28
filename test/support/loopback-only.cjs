'use strict';
/**
 * Preloaded into every test process: a name that is not this machine's is never looked up, so a test that reaches for the
 * real Kakao fails the same way with and without a network. Names that RFC 2606 reserves are refused in silence.
 */
const dns = require('node:dns');

const { lookup } = dns;
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|::1)$/;
const reserved = /\.(test|invalid|example)$/;

dns.lookup = (hostname, ...rest) => {
  if (!hostname || loopback.test(hostname)) return lookup(hostname, ...rest);
  if (!reserved.test(hostname)) process.stderr.write(`A test looked up ${hostname}; tests stay on this machine.\n`);
  const error = Object.assign(new Error(`tests stay on this machine: ${hostname}`), { code: 'ENOTFOUND', hostname });
  return process.nextTick(rest.at(-1), error);
};
