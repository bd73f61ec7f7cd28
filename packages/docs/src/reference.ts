import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { pagesFolder, repository, root } from './site.js';

/** In the order of imports: what one exports again is described where it comes from. */
const packages = ['client', 'passport', 'vault', 'nestjs', 'emulator'];

export const referenceFolder = `${pagesFolder}en/reference`;

/** The sources of what a package exports, as its manifest says. */
function entriesOf(name: string): string[] {
  const manifest = readFileSync(`${root}packages/${name}/package.json`, 'utf8');
  const { exports } = JSON.parse(manifest) as { exports: Record<string, string | Record<string, string>> };
  return Object.entries(exports).flatMap(([entry, target]) => {
    const source = typeof target === 'string' ? undefined : target['@kakao-login/source'];
    return source === undefined || entry === './internal' ? [] : [join(root, 'packages', name, source)];
  });
}

/** The reference, made from the comments in the sources by TypeDoc. */
export async function writeReference(): Promise<void> {
  const options: Partial<TypeDocOptions> & PluginOptions = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: packages.flatMap(entriesOf),
    tsconfig: `${root}packages/docs/tsconfig.json`,
    basePath: `${root}packages`,
    out: referenceFolder,
    name: 'API reference',
    readme: 'none',
    router: 'module',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useHTMLEncodedBrackets: true,
    sanitizeComments: true,
    sourceLinkTemplate: `${repository}/blob/main/packages/{path}#L{line}`,
    disableGit: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    enumMembersFormat: 'table',
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    skipErrorChecking: true,
    githubPages: false,
    logLevel: 'Warn',
  };
  const application = await Application.bootstrapWithPlugins(options);
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // `nestjs/src/bullmq` is imported as `@kakao-login/nestjs/bullmq`.
    for (const entry of project.getChildrenByKind(ReflectionKind.Module))
      entry.name = `@kakao-login/${entry.name.replace('/src', '')}`;
  });
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  await application.generateOutputs(project);
}
