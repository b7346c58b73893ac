/** What to cut out of the documents of {@link TokenizedCorpora}. */
export interface RemovalPlan {
  /** By document: start and end of each span, in tokens of the document, flattened; absent where all stays. */
  spans: Map<number, number[]>;
  /** By document with spans: the document that stands for the longest piece that it loses. */
  keepers: Map<number, number>;
}

/** Adds a window to spans that are sorted; windows come from left to right. */
export function addWindow(spans: number[], start: number, end: number): void {
  if (spans.length > 0 && start <= spans[spans.length - 1]!) spans[spans.length - 1] = end;
  else spans.push(start, end);
}
