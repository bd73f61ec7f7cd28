// `node server-keeper.js FOLDER SIGNAL COMMAND ARGUMENT…` runs a server until standard input ends, and then removes its
// folder. Standard input also ends if the parent process is killed, so no server outlives its tests.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, signal, command, ...args] = process.argv.slice(2);
// Ctrl-C signals the whole process group. Ignore it: when the tests end, standard input ends too.
process.on('SIGINT', () => {});
const server = spawn(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
process.stdin.resume().on('end', () => server.kill(signal));
server.on('close', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
