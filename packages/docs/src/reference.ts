import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Application, Converter, PageEvent, ReflectionKind, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { pagesFolder, repository, root } from './site.js';

/** In the order of imports: what one exports again is described where it comes from. */
const packages = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'doctor', 'codemod'];

const folder = `${pagesFolder}en/reference`;
const koreanFolder = `${pagesFolder}reference`;

/** The sources of what a package exports, as its manifest says. */
function entriesOf(name: string): string[] {
  const manifest = readFileSync(`${root}packages/${name}/package.json`, 'utf8');
  const { exports } = JSON.parse(manifest) as { exports: Record<string, string | Record<string, string>> };
  return Object.entries(exports).flatMap(([entry, target]) => {
    const source = typeof target === 'string' ? undefined : target['@kakao-login/source'];
    return source === undefined || entry === './internal' ? [] : [join(root, 'packages', name, source)];
  });
}

/** The reference is in English only. On each page, the language menu leads to a Korean one that says so. */
function writeKoreanPages(): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.md')) continue;
    const title = path === 'index.md' ? 'API 레퍼런스' : path.slice(0, -'.md'.length);
    const text = `API 레퍼런스는 영어로만 제공합니다. [영어 페이지 보기](/en/reference/${path})`;
    mkdirSync(dirname(join(koreanFolder, path)), { recursive: true });
    writeFileSync(join(koreanFolder, path), `---\nsearch: false\n---\n\n# ${title}\n\n${text}\n`);
  }
}

/** The reference, made from the comments in the sources by TypeDoc. */
export async function writeReference(): Promise<void> {
  for (const old of [folder, koreanFolder]) rmSync(old, { recursive: true, force: true });
  const options: Partial<TypeDocOptions> & PluginOptions = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: packages.flatMap(entriesOf),
    tsconfig: `${root}packages/docs/tsconfig.json`,
    basePath: `${root}packages`,
    out: folder,
    name: 'API reference',
    readme: 'none',
    router: 'module',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useHTMLEncodedBrackets: true,
    useHTMLAnchors: true,
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
  // TypeDoc's links lead to its own anchors, which are not always those that VitePress makes from the same heading.
  application.renderer.on(PageEvent.END, (page) => {
    const { contents = '' } = page;
    page.contents = contents.replaceAll(/^<a id="([^"]+)"><\/a>\n\n(#+ .+)$/gm, (_, id: string, heading: string) =>
      contents.includes(`](#${id})`) ? `${heading} {#${id}}` : heading,
    );
  });
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  await application.generateOutputs(project);
  writeKoreanPages();
}
