import type { ReportIssue } from './architecture.js';

/** Rules for layers, heads and width, which every model of several layers follows. */
export function checkSizes(
  model: { layers?: number | undefined; heads?: number | undefined; width?: number | undefined },
  issue: ReportIssue,
): void {
  for (const key of ['layers', 'heads', 'width'] as const) {
    if (!model[key]) issue(key, `expected ${key}, or a preset`);
  }
  const { width = 0, heads = 1 } = model;
  if (width % heads !== 0) issue('width', 'width must be a multiple of heads');
}
