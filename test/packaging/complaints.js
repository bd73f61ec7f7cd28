// @ts-check
/**
 * `node complaints.js <folder of TypeScript> <tsconfig.json> <pattern>` prints the compiler errors in files whose path
 * matches the pattern. `tsc` cannot select files: it checks the declarations of all installed packages, which takes
 * three times as long.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const [compiler = '', file = '', pattern = ''] = process.argv.slice(2);
/** @type {typeof import('typescript')} */
const ts = createRequire(import.meta.url)(compiler);
const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
const program = ts.createProgram(fileNames, options);
const checked = program.getSourceFiles().filter(({ fileName }) => new RegExp(pattern).test(fileName));
const found = [
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
];
for (const { file, start = 0, messageText } of found) {
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
  process.stdout.write(`${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}\n`);
}
// Without matching files, the absence of errors would mean nothing.
if (checked.length < 50) process.stdout.write(`only ${checked.length} files match ${pattern}\n`);
