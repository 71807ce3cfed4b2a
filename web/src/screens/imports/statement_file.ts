// What a bank's file looks like before it is sent.

const types = new Map([
  ['csv', 'text/csv'], ['tsv', 'text/csv'], ['txt', 'text/csv'], ['ofx', 'application/x-ofx'], ['qfx', 'application/x-ofx'],
]);

/** The media type by the name, or undefined for a file of another kind. */
export const typeOf = (name: string): string | undefined => types.get(name.split('.').at(-1)?.toLowerCase() ?? '');

const delimiters = [';', ',', '\t', '|'];

/** The delimiter that splits the first lines into most columns. */
export const delimiterOf = (lines: string[]) =>
  delimiters.reduce((best, each) => (count(lines, each) > count(lines, best) ? each : best));

const count = (lines: string[], mark: string) => lines.reduce((sum, line) => sum + line.split(mark).length - 1, 0);

/** The cells of a line, quotes taken off; a line break inside quotes is not looked for. */
export function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const mark = line[at]!;
    if (mark === '"' && isQuoted && line[at + 1] === '"') cell += line[(at += 1)];
    else if (mark === '"') isQuoted = !isQuoted;
    else if (mark === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += mark;
  }
  return [...cells, cell];
}

const currencyTag = /<CURDEF>\s*([A-Z]{3})/;

/** The currency that an OFX file names. */
export const currencyOf = (text: string) => currencyTag.exec(text)?.[1];

/** The first lines as a table; an OFX file's payees and amounts. */
export function previewOf(text: string, rows = 6): string[][] {
  if (/<OFX>/i.test(text)) {
    const value = (entry: string, tag: string) => new RegExp(`<${tag}>([^<\\r\\n]*)`, 'i').exec(entry)?.[1]?.trim() ?? '';
    return text.split(/<STMTTRN>/i).slice(1, rows + 1)
      .map((entry) => [value(entry, 'DTPOSTED').slice(0, 8), value(entry, 'NAME') || value(entry, 'MEMO'), value(entry, 'TRNAMT')]);
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/).filter((line) => line.trim()).slice(0, rows);
  const delimiter = delimiterOf(lines);
  return lines.map((line) => cellsOf(line, delimiter));
}
