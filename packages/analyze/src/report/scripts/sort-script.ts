/**
 * Script that sorts tables of the class \`sortable\` by the column whose heading is pressed: up, down, and back to
 * the order of the page. A cell's \`data-value\` goes before its text. Rows of the class \`topic\` head a group and hide
 * while the table is sorted.
 */
export const sortScript = `
for (const table of document.querySelectorAll('table.sortable')) {
  const bodies = [...table.tBodies];
  const topics = [...table.querySelectorAll('tr.topic')];
  const original = bodies.map((body) => [...body.rows]);
  const rows = original.flat().filter((row) => !row.classList.contains('topic'));
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const next = { none: 'ascending', ascending: 'descending', descending: 'none' }[heading.ariaSort ?? 'none'];
      for (const other of headings) other.ariaSort = null;
      table.classList.toggle('sorted', next !== 'none');
      if (next === 'none') return bodies.forEach((body, i) => body.replaceChildren(...original[i]));
      heading.ariaSort = next;
      for (const topic of topics) topic.remove();
      const sign = next === 'ascending' ? 1 : -1;
      const keys = new Map(rows.map((row) => [row, sortKey(row.cells[column])]));
      bodies[0].append(...rows.toSorted((a, b) => compareKeys(keys.get(a), keys.get(b), sign)));
    });
  });
}
function sortKey(cell) {
  const text = cell?.dataset.value ?? cell?.textContent.trim() ?? '';
  const number = text === '' ? NaN : Number(text);
  return Number.isNaN(number) ? text : number;
}
// Empty cells come last, whichever way the table is sorted.
function compareKeys(a, b, sign) {
  if (a === '' || b === '') return (a === '') - (b === '');
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}
`;
