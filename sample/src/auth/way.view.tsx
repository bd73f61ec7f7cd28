import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { CallExcerpt } from '../web/components.js';
import { termNames } from '../web/names.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

/** One way to log in: what it is for, what it sends, and its button. */
export function Way(props: { id: string; title: string; text: string; of: CallExcerpt; children: ComponentChildren }) {
  return (
    <section class="card way" id={props.id}>
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      <div class="way-action">{props.children}</div>
      <details class="how">
        <summary>
          <code>{props.of.call}</code>
        </summary>
        <pre class="source" tabIndex={0} aria-label={props.of.call}>
          <code>{props.of.code}</code>
        </pre>
      </details>
    </section>
  );
}

export function TermChoices({ terms }: { terms: readonly string[] }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  return (
    <fieldset class="checks">
      <legend>{t('약관', 'Terms')}</legend>
      {terms.map((tag) => (
        <label class="check" key={tag}>
          <input type="checkbox" name="tag" value={tag} checked />
          <span>
            {termNames[tag]?.[language] ?? tag} <code>{tag}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
