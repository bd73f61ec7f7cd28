import type { MarkdownRenderer } from 'vitepress';

/** Names the button that copies code in the language of the page: VitePress has one name for all pages. */
export function nameCopyButtons(markdown: MarkdownRenderer): void {
  const { rules } = markdown.renderer;
  const { fence } = rules;
  rules.fence = (tokens, index, options, env: { relativePath?: string }, self) => {
    const html = fence?.(tokens, index, options, env, self) ?? '';
    return env.relativePath?.startsWith('en/') === true ? html : html.replace('title="Copy Code"', 'title="코드 복사"');
  };
}
