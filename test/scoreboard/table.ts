/** The results: a row for each behaviour, with a mark for each strategy. */
export interface Section {
  title: string;
  rows: { name: string; marks: readonly boolean[] }[];
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const count = ({ rows }: Section, subject: number) => rows.filter(({ marks }) => marks[subject] === true).length;

export const countsOf = (section: Section, subjects: number): number[] =>
  Array.from({ length: subjects }, (_, subject) => count(section, subject));

/** Formats the results as Markdown, with a table for each section. */
export function markdownOf(sections: readonly Section[], subjects: readonly string[]): string {
  return sections
    .map((section) =>
      [
        line([section.title, ...subjects]),
        line(['---', ...subjects.map(() => ':-:')]),
        ...section.rows.map(({ name, marks }) => line([name, ...marks.map((mark) => (mark ? '✓' : '–'))])),
        line([
          '**together**',
          ...countsOf(section, subjects.length).map((sum) => `**${sum} of ${section.rows.length}**`),
        ]),
        '',
      ].join('\n'),
    )
    .join('\n');
}
