import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { type CallExcerpt, Source } from '../web/components.js';
import { termNames } from '../web/names.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

interface LoginMethodProps {
  id: string;
  title: string;
  text: string;
  of: CallExcerpt;
  children: ComponentChildren;
}

/** One way to log in: what it is for, what it sends, and its button. */
export function LoginMethod({ id, title, text, of, children }: LoginMethodProps) {
  return (
    <section class="card way" id={id}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div>{children}</div>
      <details class="how">
        <summary>
          <code>{of.call}</code>
        </summary>
        <Source code={of.code} />
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
