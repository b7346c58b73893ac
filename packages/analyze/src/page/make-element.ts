/** A new element with properties and children. */
export function makeElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** A row of column headings. */
export const headingRow = (texts: readonly string[]): HTMLTableRowElement =>
  makeElement('tr', {}, ...texts.map((textContent) => makeElement('th', { textContent, scope: 'col' })));
