/** HTML that needs no escaping any more. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | undefined | false | readonly Part[];

/** Escapes every value but other {@link Html}. */
export function markup(texts: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(texts.map((text, index) => (index === 0 ? text : written(values[index - 1]) + text)).join(''));
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
