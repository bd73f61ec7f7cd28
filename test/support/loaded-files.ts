import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const loader = fileURLToPath(new URL('source-loader.js', import.meta.url));

/** All files that a new process loads to run a program on the packages' sources. */
export async function filesLoadedBy(program: string): Promise<string[]> {
  const script = `
    import { createRequire } from 'node:module';
    ${program}
    console.log(Object.keys(createRequire(process.cwd() + '/').cache).join('\\n'));
  `;
  const flags = ['--conditions=@kakao-login/source', `--import=${loader}`, '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', script]);
  return stdout.split('\n');
}
