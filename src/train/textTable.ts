/** A table in box characters, as Keras's summary draws it; filled by `summary.ts`. */

/** One column of a table. */
export interface TableColumn {
  readonly header: string;
  /** Characters between the column's padding spaces. */
  readonly width: number;
  readonly align: 'left' | 'right' | 'center';
}

/** The lines of a table: a heavy header, rows apart by rules, text wrapped at spaces; words that do not fit end in an ellipsis. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): readonly string[] {
  const rule = (left: string, bar: string, cross: string, right: string) =>
    left + columns.map(({ width }) => bar.repeat(width + 2)).join(cross) + right;
  const header = headerCells(columns.map((column) => cellLines(column.header, column)));
  const body = rows.map((row) => columns.map((column, i) => cellLines(row[i] ?? '', column)));
  return [
    rule('┏', '━', '┳', '┓'),
    ...rowLines(columns, header, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...body.flatMap((cells, i) => [...(i ? [rule('├', '─', '┼', '┤')] : []), ...rowLines(columns, cells, '│')]),
    rule('└', '─', '┴', '┘'),
  ];
}

/** A number with its thousands apart. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Header cells stand at the bottom of the header. */
function headerCells(cells: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const height = Math.max(...cells.map(({ length }) => length));
  return cells.map((lines) => [...Array<string>(height - lines.length).fill(''), ...lines]);
}

function rowLines(columns: readonly TableColumn[], cells: readonly (readonly string[])[], bar: string): readonly string[] {
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const parts = columns.map((column, i) => ` ${aligned(cells[i]?.[line] ?? '', column)} `);
    return bar + parts.join(bar) + bar;
  });
}

function cellLines(text: string, { width }: TableColumn): readonly string[] {
  return wrapped(text, width).map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

/** Breaks before each word that does not fit; blanks before a word belong to it where it begins the text. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    if (line && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = '';
    }
    line += word;
  }
  return [...lines, line].map((each) => each.trimEnd());
}

function aligned(text: string, { width, align }: TableColumn): string {
  if (align === 'left') return text.padEnd(width);
  if (align === 'right') return text.padStart(width);
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}
