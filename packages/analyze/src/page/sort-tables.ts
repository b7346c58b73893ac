/**
 * Tables of the class `sortable` are sorted by the column whose heading is pressed: up, down, and back to the order of
 * the page. A cell's `data-value` goes before its text. Rows of the class `topic` head a group and hide while the table
 * is sorted.
 */
for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);

type SortKey = number | string;
const nextOrder: Readonly<Record<string, string>> = {
  none: 'ascending',
  ascending: 'descending',
  descending: 'none',
};

function makeSortable(table: HTMLTableElement): void {
  const bodies = [...table.tBodies];
  const topics = table.querySelectorAll('tr.topic');
  const original = bodies.map((body) => [...body.rows]);
  const rows = original.flat().filter((row) => !row.classList.contains('topic'));
  const headings = [...table.tHead!.rows[0]!.cells];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const order = nextOrder[heading.ariaSort ?? 'none']!;
      for (const other of headings) other.ariaSort = null;
      table.classList.toggle('sorted', order !== 'none');
      if (order === 'none') {
        bodies.forEach((body, i) => {
          body.replaceChildren(...original[i]!);
        });
        return;
      }
      heading.ariaSort = order;
      for (const topic of topics) topic.remove();
      const sign = order === 'ascending' ? 1 : -1;
      const keyed = rows.map((row) => ({ row, key: sortKey(row.cells[column]) }));
      keyed.sort((a, b) => compareKeys(a.key, b.key, sign));
      bodies[0]!.append(...keyed.map(({ row }) => row));
    });
  });
}

function sortKey(cell: HTMLTableCellElement | undefined): SortKey {
  const text = cell?.dataset.value ?? cell?.textContent?.trim() ?? '';
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text : number;
}

/** Empty cells come last, whichever way the table is sorted. */
function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}
