import { type DrawnSpacing, type Spacing, spanOf, summarizeSpacing } from './spacing.js';

/** What contradicts itself in an option, and where below it. */
export interface Contradiction {
  key: (string | number)[];
  message: string;
}

/**
 * Conflicts within a spacing. Start, interval and count may stand beside a list that says the same, and start beside
 * end, so that a spec with its defaults filled in can be parsed again.
 */
export function findSpacingContradictions(spacing: Spacing): Contradiction[] {
  const { start, end, intervals, steps } = spacing;
  if (spacing.window) return findWindowContradictions(spacing.window, spacing);
  const found: Contradiction[] = [];
  const descent = steps?.findIndex((step, i) => i > 0 && step <= steps[i - 1]!) ?? -1;
  if (descent > 0) {
    const message = `expected more than ${steps![descent - 1]}, the step before, found ${steps![descent]}`;
    found.push({ key: ['steps', descent], message });
  }
  if (steps && intervals) {
    found.push({
      key: ['intervals'],
      message: 'steps already says when facts are injected; leave out one of them',
    });
  }
  const list = steps ? 'steps' : 'intervals';
  if (steps ?? intervals) {
    const summary = summarizeSpacing(spacing);
    for (const key of ['start', 'interval', 'count'] as const) {
      if (spacing[key] === undefined || spacing[key] === summary[key]) continue;
      found.push({ key: [key], message: `${list} already says when facts are injected; leave out ${key}` });
    }
  }
  if (end === undefined) return found;
  const span = spanOf(spacing);
  if (steps) {
    found.push({ key: ['end'], message: 'steps already says when facts are injected; leave out end' });
  } else if (start !== undefined && start !== end - span) {
    const message = `start ${start} says that the last injection is at ${start + span}; leave out start or end`;
    found.push({ key: ['end'], message });
  } else if (end < span) {
    const message = `expected at least ${span}, so that no injection comes before step 0, found ${end}`;
    found.push({ key: ['end'], message });
  }
  return found;
}

function findWindowContradictions([from, to]: DrawnSpacing['window'], spacing: Spacing): Contradiction[] {
  const found: Contradiction[] = [];
  if (to <= from) {
    found.push({
      key: ['window', 1],
      message: `expected more than ${from}, where the window begins, found ${to}`,
    });
  }
  for (const key of ['start', 'end', 'interval', 'intervals', 'steps', 'spread'] as const) {
    if (spacing[key] === undefined) continue;
    found.push({ key: [key], message: `window already says when facts are injected; leave out ${key}` });
  }
  return found;
}

/** A spread that spreads nothing. */
export function findIdleSpread({ spread }: Spacing, factsPerStep: number | null): Contradiction[] {
  if (spread === undefined || factsPerStep !== null) return [];
  return [{ key: ['spread'], message: 'expected factsPerStep, whose groups it spreads; leave it out' }];
}
