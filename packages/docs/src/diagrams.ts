import { renderMermaidSVG } from 'beautiful-mermaid';
import type { MarkdownRenderer } from 'vitepress';

const colours = { bg: 'var(--vp-c-bg)', fg: 'var(--vp-c-text-1)', muted: 'var(--vp-c-text-1)', transparent: true };
const style = /<style>([\s\S]*?)<\/style>/;

/** The rules that all diagrams share, for the head of the page: Vue takes no `<style>` in the middle of one. No font is fetched. */
export const diagramStyle = (style.exec(renderMermaidSVG('sequenceDiagram\n  A->>B: c', colours))?.[1] ?? '')
  .replaceAll(/^\s*@import .*$/gm, '')
  .replaceAll(/font-family:.*?;/g, 'font-family: inherit;')
  .replaceAll(/^\s*(text|svg)\b/gm, '.diagram $1');

/** A fence that starts with "```mermaid Title" becomes an SVG when the site is built. */
export function drawDiagrams(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const { info, content } = tokens[index] ?? { info: '', content: '' };
    const [language, ...title] = info.split(' ');
    if (language !== 'mermaid') return fence?.(tokens, index, options, env, self) ?? '';
    const svg = renderMermaidSVG(content, colours).replace(style, '');
    const label = markdown.utils.escapeHtml(title.join(' '));
    return `<figure v-pre class="diagram" role="img" aria-label="${label}">${svg}<figcaption>${label}</figcaption></figure>\n`;
  };
}
