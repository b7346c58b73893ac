import type { PanelContent } from './page-content.js';
import { content } from './read-content.js';
import { expressionInterpreter, parse, View } from './vega.js';

/** A drawn value; `low` and `high` are null where it has no interval. */
export interface Row {
  series: string;
  x: number | string;
  y: number;
  low?: number | null;
  high?: number | null;
}

/** A panel that Vega draws. */
export interface DrawnPanel {
  view: View;
  /** Whether it shows what is read from it. */
  hasCursor: boolean;
}

export const markRows = (marks: Readonly<PanelContent['marks']>): { x: number | string }[] =>
  marks.map((x) => ({ x }));

/**
 * Draws a panel to the width that a node has, also when that changes; nothing but its data changes later.
 * @param spec number of its specification
 * @param shown which series are shown; all by default
 */
export async function drawPanel(
  node: HTMLElement,
  spec: number,
  rows: readonly Row[],
  marks: Readonly<PanelContent['marks']>,
  shown?: Readonly<Record<string, boolean>>,
): Promise<DrawnPanel> {
  const { specs, padding } = content;
  const parsed = parse(structuredClone(specs[spec]!), undefined, { ast: true });
  const view = new View(parsed, { renderer: 'svg', hover: false, expr: expressionInterpreter });
  const fit = () => Math.max(120, node.clientWidth - padding.left - padding.right);
  const fresh = document.createElement('div');
  const named = new Set(specs[spec]!.data?.map(({ name }) => name));
  view.width(fit()).data('values', rows);
  if (named.has('marks')) view.data('marks', markRows(marks));
  if (shown) view.signal('shown', shown);
  await view.initialize(fresh).runAsync();
  node.replaceChildren(fresh);
  new ResizeObserver(() => {
    if (view.width() !== fit()) void view.width(fit()).runAsync();
  }).observe(node);
  return { view, hasCursor: named.has('cursor') };
}
