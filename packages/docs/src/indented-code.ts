import type { MarkdownRenderer } from 'vitepress';

/**
 * Draws indented code like a fence. VitePress gives only fences a box that scrolls; a long line of other code makes the page wider than
 * the window.
 */
export function boxIndentedCode(markdown: MarkdownRenderer): void {
  const { rules } = markdown.renderer;
  rules.code_block = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token !== undefined) token.info = 'text';
    return rules.fence?.(tokens, index, options, env, self) ?? '';
  };
}
