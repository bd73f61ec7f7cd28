// `node server-keeper.js FOLDER SIGNAL COMMAND ARGUMENT…`: runs a server until the input ends, and then removes its folder. The
// input ends with the process that started it, however that ends, so no server outlives its tests.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, signal, command, ...args] = process.argv.slice(2);
// Ctrl-C reaches the whole group. The tests end first, and the input with them.
process.on('SIGINT', () => {});
const server = spawn(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
process.stdin.resume().on('end', () => server.kill(signal));
server.on('close', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
