import { LetheError } from '@lethe/contracts';

/** A table of the analyze stage that a page shows: `<!-- results: table NAME COLUMN COLUMN -->`. */
export interface TableChoice {
  /** Name and columns, by which a page finds it in the result. */
  key: string;
  name: string;
  columns: readonly string[];
}

/** What stands between the marks of a generated part. */
export interface PartName {
  name: string;
  words: readonly string[];
}

const BEGIN = /^<!-- results: (.+?) -->$/;
const END = '<!-- end of results -->';

/** The generated parts of a page, in their order. @throws LetheError when one has no end */
export const partsIn = (markdown: string, where: string): PartName[] => {
  const parts: PartName[] = [];
  fillParts(markdown, where, (part) => {
    parts.push(part);
    return '';
  });
  return parts;
};

/** The tables besides findings that a page asks for. */
export const tablesIn = (markdown: string, where: string): TableChoice[] =>
  partsIn(markdown, where)
    .filter(({ name }) => name === 'table')
    .map(({ words }) => ({ key: words.join(' '), name: words[0] ?? '', columns: words.slice(1) }));

/** Names of the figures that a page shows: `![What it shows](NAME/g0-retention.svg)`. */
export const figuresIn = (markdown: string, experiment: string): string[] =>
  [...markdown.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(([, path]) => {
    const [folder, file, ...more] = decodeURI(path!).split('/');
    return folder === experiment && file?.endsWith('.svg') && more.length === 0 ? [file.slice(0, -4)] : [];
  });

/**
 * Writes generated parts into a page, between their marks: a line `<!-- results: NAME WORDS -->` and a line
 * `<!-- end of results -->`. What is written by hand stays as it is.
 * @throws LetheError when a part has no end
 */
export function fillParts(markdown: string, where: string, render: (part: PartName) => string): string {
  const lines = markdown.split('\n');
  const filled: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    filled.push(lines[i]!);
    const match = BEGIN.exec(lines[i]!);
    if (!match) continue;
    const end = lines.indexOf(END, i);
    const next = lines.findIndex((line, at) => at > i && BEGIN.test(line));
    if (end < 0 || (next >= 0 && next < end)) {
      throw new LetheError({
        what: 'a generated part has no end',
        where: `${where}:${i + 1}`,
        expected: END,
        found: lines[i]!,
      });
    }
    const [name = '', ...words] = match[1]!.split(/ +/);
    const content = render({ name, words });
    if (content !== '') filled.push('', content, '');
    filled.push(END);
    i = end;
  }
  return filled.join('\n');
}
