/** Where the packages of a package.json are. */
const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

interface Entry {
  name: string;
  start: number;
  /** Behind the value. */
  end: number;
  value: number;
}

/** The packages that a package.json has, by the section they are in. */
export type Manifest = Partial<Record<(typeof sections)[number], Record<string, string>>>;

export const sectionsWith = (manifest: Manifest, names: readonly string[]): (typeof sections)[number][] =>
  sections.filter((section) => names.some((name) => name in (manifest[section] ?? {})));

/** Changes packages in the text of a package.json, and nothing else in it. */
export class ManifestText {
  constructor(public text: string) {}

  remove(section: string, name: string): void {
    const entries = this.#entries(section);
    const index = entries.findIndex((entry) => entry.name === name);
    const entry = entries[index];
    if (entry === undefined) return;
    const [previous, next] = [entries[index - 1], entries[index + 1]];
    if (next) this.#replace(entry.start, next.start, '');
    else if (previous) this.#replace(previous.end, entry.end, '');
    else this.#replace(this.#valueOf(section), this.#endOf(section), '{}');
  }

  /** In front of the first name that comes later in the alphabet. */
  add(section: string, name: string, range: string): void {
    const entries = this.#entries(section);
    const [first] = entries;
    if (first === undefined) return this.#addToEmpty(section, name, range);
    const before = this.text.slice(this.#valueOf(section) + 1, first.start);
    const added = `${JSON.stringify(name)}${this.#colon}${JSON.stringify(range)}`;
    const next = entries.find((entry) => entry.name.localeCompare(name, 'en') > 0);
    if (next) this.#replace(next.start, next.start, `${added},${before}`);
    else this.#replace(entries.at(-1)!.end, entries.at(-1)!.end, `,${before}${added}`);
  }

  #addToEmpty(section: string, name: string, range: string): void {
    const members = membersAt(this.text, this.text.indexOf('{'));
    const [first] = members;
    const around = first ? this.text.slice(this.text.indexOf('{') + 1, first.start) : '';
    const indent = /\n([ \t]+)$/.exec(around);
    const line = indent ? around.slice(around.lastIndexOf('\n') - (around.includes('\r\n') ? 1 : 0)) : '';
    const entry = `${JSON.stringify(name)}${this.#colon}${JSON.stringify(range)}`;
    const object = indent ? `{${line}${indent[1]}${entry}${line}}` : `{${entry}}`;
    const known = members.find((member) => member.name === section);
    if (known) return this.#replace(known.value, known.end, object);
    const added = `${JSON.stringify(section)}${this.#colon}${object}`;
    const last = members.at(-1);
    if (last) this.#replace(last.end, last.end, `,${line || around}${added}`);
    else this.#replace(this.text.indexOf('{') + 1, this.text.lastIndexOf('}'), added);
  }

  /** As the file has it. */
  get #colon(): string {
    const [first] = membersAt(this.text, this.text.indexOf('{'));
    const between = first && this.text.slice(first.start + JSON.stringify(first.name).length, first.value);
    return between ?? ':';
  }

  #section(name: string): Entry | undefined {
    return membersAt(this.text, this.text.indexOf('{')).find((entry) => entry.name === name);
  }

  #entries(section: string): Entry[] {
    const found = this.#section(section);
    return found && this.text[found.value] === '{' ? membersAt(this.text, found.value) : [];
  }

  #valueOf = (section: string): number => this.#section(section)?.value ?? 0;

  #endOf = (section: string): number => this.#section(section)?.end ?? 0;

  #replace(start: number, end: number, by: string): void {
    this.text = this.text.slice(0, start) + by + this.text.slice(end);
  }
}

/** The members of an object in a text that is JSON. */
function membersAt(text: string, open: number): Entry[] {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  tokens.lastIndex = open;
  const found: Entry[] = [];
  let depth = 0;
  let key: { name: string; start: number } | undefined;
  let value: number | undefined;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token] = match;
    const end = match.index + token.length;
    if (depth === 1 && key === undefined && token.startsWith('"')) {
      key = { name: JSON.parse(token) as string, start: match.index };
      continue;
    }
    if (depth === 1 && key && token !== ':' && token !== ',' && token !== '}') value ??= match.index;
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    const isWhole = depth === 1 && key !== undefined && value !== undefined && token !== ':';
    if (isWhole) {
      found.push({ ...key!, value: value!, end });
      key = undefined;
      value = undefined;
    }
    if (depth === 0) return found;
  }
  return found;
}
