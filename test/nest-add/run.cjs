// node run.cjs DEVKIT FOLDER [--dry-run]: runs the schematic with a devkit, as Nest's CLI does, without installing.
const { createRequire } = require('node:module');

const [, , devkit = '', folder = '', flag] = process.argv;
const tools = require.resolve(`${devkit}/tools`);
const { logging } = createRequire(tools)('@angular-devkit/core');
const { NodeWorkflow } = require(tools);

process.chdir(folder);
const options = { dryRun: flag === '--dry-run', resolvePaths: [folder], schemaValidation: true };
const workflow = new NodeWorkflow(folder, options);
workflow.reporter.subscribe(({ kind, path }) => console.log(`${kind} ${path}`));
const logger = new logging.Logger('nest-add');
logger.subscribe(({ message }) => console.log(message));
workflow
  .execute({
    collection: '@kakao-login/nestjs',
    schematic: 'nest-add',
    options: { sourceRoot: 'src', skipInstall: true },
    logger,
  })
  .subscribe({
    error: (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  });
