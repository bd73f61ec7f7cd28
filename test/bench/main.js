// @ts-check
/**
 * How fast is a Kakao login?
 *
 * `npm run bench [-- --quick] [-- --markdown] [-- --measure login+token] [-- --subject ours+undici]`
 *
 * The measures are login, user.me, quiet, token, seen, guard, import, or the start of a title, such as vault. README.md
 * in this folder explains the tables.
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { guardTable } from './guard.js';
import { importOnce } from './import-once.js';
import { plan } from './plan.js';
import { startRedis } from './start-redis.js';
import { startServer } from './start-server.js';
import { imports } from './subjects.js';
import { median, ratio, toMarkdown, toText } from './table.js';

/** @typedef {import('./plan.js').Cell} Cell */
/** @typedef {import('./worker.js').Measured} Measured */
/** @typedef {import('./worker.js').Job} Job */

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    measure: { type: 'string' },
    subject: { type: 'string' },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const measures = flags.measure?.split('+');
const only = flags.subject?.split('+');

/** @param {string} measure @param {string} [title] */
const wanted = (measure, title = '') =>
  measures === undefined || measures.some((one) => one === measure || title.startsWith(one));
/** @param {string[]} subjects the first one is always chosen, because it is the base of the ratios */
const chosen = (subjects) =>
  subjects.filter((subject, index) => index === 0 || only === undefined || only.includes(subject));

/**
 * @param {Job} job
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @returns {Promise<Measured>}
 */
function work(job, server) {
  const worker = fork(`${here}worker.js`, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: `${here}tls/cert.pem` },
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (/** @type {any} */ { id, measured, failed, ...question }) => {
      if (id) return void server.ask(question).then((result) => worker.send({ id, result }), reject);
      worker.disconnect();
      return failed ? reject(new Error(`${job.measure}, ${job.subject}: ${failed}`)) : resolve(measured);
    });
    worker.once('exit', (code) => reject(new Error(`${job.measure}, ${job.subject}: the process ended with ${code}`)));
    worker.send(job);
  });
}

/** @param {Cell} cell */
async function measure(cell) {
  const redis = cell.redis ? await startRedis() : undefined;
  if (cell.redis && !redis) console.log('No redis-server: install it to measure with Redis.');
  const subjects = chosen(cell.subjects).filter((subject) => redis || !subject.endsWith('Redis'));
  /** @type {Record<string, Measured[]>} */
  const results = Object.fromEntries(subjects.map((subject) => [subject, []]));
  /** @param {string} subject @param {Awaited<ReturnType<typeof startServer>>} server */
  const once = async (subject, server) => {
    const { origins, appKey, jwks } = server;
    const target = { origins, appKey, redis: redis?.url };
    results[subject]?.push(await work({ measure: cell.measure, subject, target, jwks, ...cell.load }, server));
  };
  if (cell.together) {
    // One server for each subject, because servers count requests.
    await Promise.all(
      subjects.map(async (subject) => {
        const server = await startServer(cell.server);
        for (let round = 0; round < cell.rounds; round += 1) await once(subject, server);
        server.close();
      }),
    );
    return results;
  }
  const server = await startServer(cell.server);
  for (let round = 0; round < cell.rounds; round += 1) for (const subject of subjects) await once(subject, server);
  server.close();
  redis?.close();
  return results;
}

/**
 * @param {Cell} cell
 * @param {Record<string, Measured[]>} results
 * @returns {import('./table.js').Table}
 */
function tableOf(cell, results) {
  const [base = ''] = cell.subjects;
  /** @param {string} subject @param {keyof Measured} what */
  const all = (subject, what) => (results[subject] ?? []).map((one) => one[what]);
  const offline = cell.measure === 'token' || cell.measure === 'seen';
  const rows = Object.keys(results).map((subject) => {
    const ratios = {
      cpu: ratio(all(subject, 'cpu'), all(base, 'cpu')),
      p50: ratio(all(subject, 'p50'), all(base, 'p50')),
    };
    const aims = (cell.aims[subject] ?? []).map(
      ([what, atMost]) => `${what} ≤ ${atMost}x ${ratios[what] <= atMost ? '✓' : '✗'}`,
    );
    return [
      subject,
      (median(all(subject, 'cpu')) / 1000).toFixed(3),
      `${ratios.cpu.toFixed(2)}x`,
      median(all(subject, 'p50')).toFixed(offline ? 3 : 2),
      `${ratios.p50.toFixed(2)}x`,
      ...(offline ? [] : [tidy(median(all(subject, 'requests'))), tidy(median(all(subject, 'connections')))]),
      aims.join(', '),
    ];
  });
  const columns = ['', 'CPU ms', 'x', 'p50 ms', 'x', ...(offline ? [] : ['requests', 'new connections']), 'aim'];
  return { title: cell.title, base, columns, rows };
}

/** @param {number} number */
const tidy = (number) => String(Number(number.toFixed(2)));

function importTimes() {
  const names = chosen(Object.keys(imports));
  /** @type {Record<string, { wall: number, cpu: number }[]>} */
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < (flags.quick ? 3 : 15); round += 1) {
    for (const name of names) times[name]?.push(importOnce(imports[/** @type {keyof typeof imports} */ (name)], here));
  }
  const [base = ''] = names;
  /** @param {string} name @param {'wall' | 'cpu'} what */
  const all = (name, what) => (times[name] ?? []).map((one) => one[what]);
  const rows = names.map((name) => {
    const ratios = {
      cpu: ratio(all(name, 'cpu'), all(base, 'cpu')),
      wall: ratio(all(name, 'wall'), all(base, 'wall')),
    };
    const aim = name === 'ours' ? `cpu ≤ 1.5x ${ratios.cpu <= 1.5 ? '✓' : '✗'}` : '';
    return [
      name,
      median(all(name, 'cpu')).toFixed(1),
      `${ratios.cpu.toFixed(2)}x`,
      median(all(name, 'wall')).toFixed(1),
      `${ratios.wall.toFixed(2)}x`,
      aim,
    ];
  });
  return { title: 'Import, in a fresh process', base, columns: ['', 'CPU ms', 'x', 'wall ms', 'x', 'aim'], rows };
}

const started = performance.now();
const print = flags.markdown ? toMarkdown : toText;
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}\n`);
if (wanted('import')) console.log(print(importTimes()));
const cells = plan({ quick: flags.quick }).filter((cell) => wanted(cell.measure, cell.title));
/** @param {Cell} cell */
const show = async (cell) => console.log(print(tableOf(cell, await measure(cell))));
for (const cell of cells.filter(({ together }) => !together)) await show(cell);
if (wanted('guard')) console.log(print(await guardTable(flags)));
await Promise.all(cells.filter(({ together }) => together).map(show));
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
