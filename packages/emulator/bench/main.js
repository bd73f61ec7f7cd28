// @ts-check
/**
 * `npm run build && node packages/emulator/bench/main.js [--quick]` measures how long the emulator takes to start, how
 * many code flows it serves per second at concurrency 16, and how much memory it uses during 100,000 logins. It also
 * measures two similar servers. The flows are in `flows.js`. Every round runs all servers one after another, with the
 * same driver, and the table has the medians. Three rounds warm up.
 */
import { fork } from 'node:child_process';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { open } from './connection.js';
import { flows } from './flows.js';

const quick = process.argv.includes('--quick');
const rounds = quick ? 3 : 9;
const perRound = quick ? 200 : 600;
const many = quick ? 10_000 : 100_000;
const CONCURRENCY = 16;
const WARM_UP = 3;
const servers = ['ours', 'oauth2-mock-server', 'oidc-provider'];
const base = 'oauth2-mock-server';

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const median = (/** @type {number[]} */ values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {string} url @returns {Promise<void>} */
const fetched = (url) =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => answer.resume().once('end', resolve)).once('error', reject);
  });

/** @param {string} name @param {string[]} [options] */
async function start(name, options = []) {
  const began = performance.now();
  const child = fork(fileURLToPath(new URL(`./${name}.js`, import.meta.url)), options, {
    execArgv: ['--expose-gc'],
    // It warns about its development defaults, which are measured here.
    stdio: ['ignore', 'ignore', name === 'oidc-provider' ? 'ignore' : 'inherit', 'ipc'],
  });
  /** @type {any} */
  const about = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  await fetched(about.url + about.first);
  const milliseconds = performance.now() - began;
  /** @param {'cpu' | 'heap'} what @returns {Promise<number>} */
  const ask = (what) =>
    new Promise((resolve) => {
      child.once('message', (/** @type {any} */ answer) => resolve(answer));
      child.send(what);
    });
  return {
    about,
    milliseconds,
    ask,
    stop: () => child.kill(),
  };
}

/** @param {Awaited<ReturnType<typeof start>>} server @param {string} flow @param {number} count */
async function run({ about, ask }, flow, count) {
  const one = flows[flow];
  if (!one) throw new Error(`there is no flow ${flow}`);
  const connections = await Promise.all(Array.from({ length: CONCURRENCY }, () => open(about.url)));
  const [first] = connections;
  if (first) await one(first, about, count);
  const before = await ask('cpu');
  const began = performance.now();
  let turns = 0;
  await Promise.all(
    connections.map(async (connection) => {
      for (let turn = turns++; turn < count; turn = turns++) await one(connection, about, turn);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const after = await ask('cpu');
  for (const connection of connections) connection.close();
  return { perSecond: count / seconds, cpu: (after - before) / count };
}

/** Resets the emulator and forgets the cookies. @param {Awaited<ReturnType<typeof start>>} server */
async function forget({ about }) {
  const connection = await open(about.url);
  await connection.request('/_emulator/reset', '', '');
  connection.close();
  delete about.jar;
}

/** @type {Record<string, number[]>} */
const cold = {};
for (let round = 0; round < rounds; round += 1) {
  for (const name of servers) {
    const server = await start(name);
    (cold[name] ??= []).push(server.milliseconds);
    server.stop();
  }
}

/** @type {Record<string, Awaited<ReturnType<typeof start>>>} */
const running = {};
for (const name of servers) running[name] = await start(name, name === 'ours' ? [String(perRound + 1)] : []);
const plan = [
  ['ours', 'ours'],
  ['ours, logged in', 'ours'],
  ['oauth2-mock-server', 'oauth2-mock-server'],
  ['oidc-provider', 'oidc-provider'],
];
/** @type {Record<string, { perSecond: number[], cpu: number[] }>} */
const speed = {};
for (let round = -WARM_UP; round < rounds; round += 1) {
  for (const [flow = '', name = ''] of plan) {
    const server = running[name];
    if (!server) continue;
    if (name === 'ours') await forget(server);
    const { perSecond, cpu } = await run(server, flow, perRound);
    if (round < 0) continue;
    const found = (speed[flow] ??= { perSecond: [], cpu: [] });
    found.perSecond.push(perSecond);
    found.cpu.push(cpu);
  }
}

const ratio = (/** @type {number[]} */ values, /** @type {number[]} */ to) =>
  median(values.map((value, round) => value / (to[round] ?? Number.NaN))).toFixed(2);

print('| server | start to first answer | x | code flows / s | x | CPU per flow |');
print('|---|---|---|---|---|---|');
for (const [flow = '', name = ''] of plan) {
  const starts = cold[name] ?? [];
  const flowed = speed[flow];
  if (!flowed) continue;
  print(
    `| ${flow} | ${median(starts).toFixed(0)} ms | ${ratio(starts, cold[base] ?? [])} | ${median(flowed.perSecond).toFixed(0)} | ${ratio(flowed.perSecond, speed[base]?.perSecond ?? [])} | ${median(flowed.cpu).toFixed(2)} ms |`,
  );
}

const { ours } = running;
if (ours) {
  const heaps = [];
  for (let done = 0; done < many; done += many / 5) {
    await run(ours, 'ours, logged in', many / 5);
    heaps.push(`${((await ours.ask('heap')) / 1e6).toFixed(0)} MB`);
  }
  print(`\nHeap of ours after each fifth of ${many.toLocaleString('en')} logins: ${heaps.join(', ')}`);
}
for (const server of Object.values(running)) server.stop();
