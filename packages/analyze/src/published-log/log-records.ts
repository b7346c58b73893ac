import { LetheError } from '@lethe/contracts';
import type { JsonHandler } from './json-reader.js';

/** Passages of the log and probes of each depth per passage. */
export const PASSAGES = 130;
export const PROBES_PER_DEPTH = 5;
/** Keys of the log by depth; the mean cross-entropy of the target span, nats per token. */
export const targetKeys = {
  memorization: 'mem_target',
  semantic: 'gen_target',
  composition: 'gen_hard_target',
} as const;
const keys = Object.values(targetKeys) as string[];

/** One step of the published log. */
export interface LogRecord {
  /** As the log counts: from the checkpoint's own training on. */
  step: number;
  /** Float64Array [depths * 130 * 5], nats per token; NaN where not measured. */
  losses: Float64Array;
}

const LAYOUT = `an array of {"step": integer, ${keys.map((key) => `"${key}": ${PASSAGES} lists of ${PROBES_PER_DEPTH} numbers`).join(', ')}, ...}`;
const SIZE = PASSAGES * PROBES_PER_DEPTH;
/** Rounding may leave a loss this far below 0. */
const ROUNDING = 1e-6;
/** Twice as much must be a float32. */
const LARGEST_LOSS = 1e38;
/** Other keys of a record that an error names, and characters of each. */
const MOST_NAMES = 10;
const MOST_CHARACTERS = 40;

/**
 * Makes records of the post-processed result JSON of arXiv 2406.11813 (`experiments_step*-unsharded.json`); other
 * keys are passed over.
 * @param onRecord called at the end of every step; its array is used again for the next one
 */
export function logRecords(
  file: string,
  onRecord: (record: LogRecord) => void,
): JsonHandler & { records: number } {
  const losses = new Float64Array(keys.length * SIZE);
  let depth = 0;
  let key = '';
  /** Of those that are read. */
  const seen = new Set<string>();
  const others = new Set<string>();
  let step = Number.NaN;
  let passage = -1;
  let probe = 0;

  const wrong = (found: string): never => {
    throw new LetheError({
      what: 'this log has another layout',
      where: `${file}, record ${handler.records}${key === '' ? '' : `, key "${shortened(key)}"`}`,
      expected: LAYOUT,
      found,
      next: 'name the post-processed result JSON of arXiv 2406.11813, not the per-step files that it is made from',
    });
  };
  const block = (): number => keys.indexOf(key);
  const place = (): number => block() * SIZE + passage * PROBES_PER_DEPTH + probe;

  function endRecord(): void {
    key = '';
    const missing = ['step', ...keys].filter((name) => !seen.has(name));
    if (missing.length > 0) {
      const names = [...seen, ...others].join(', ');
      wrong(`a record without ${missing.join(', ')}; its keys are ${names || '(none)'}`);
    }
    if (!Number.isSafeInteger(step) || step < 0) wrong(`step ${step}`);
    onRecord({ step, losses });
    handler.records++;
  }

  const handler: JsonHandler & { records: number } = {
    records: 0,
    begin(kind) {
      depth++;
      const isObject = kind === 'object';
      if (isObject !== (depth === 2)) wrong(`an ${kind} at depth ${depth}`);
      if (depth === 2) {
        seen.clear();
        others.clear();
        step = Number.NaN;
        losses.fill(Number.NaN);
      } else if (depth === 3) passage = -1;
      else if (depth === 4 && block() >= 0) {
        passage++;
        probe = 0;
      } else if (depth > 4) wrong('lists in lists in lists');
    },
    end() {
      depth--;
      if (depth === 1) endRecord();
      else if (block() < 0) return;
      else if (depth === 2 && passage + 1 !== PASSAGES) wrong(`${passage + 1} lists`);
      else if (depth === 3 && probe !== PROBES_PER_DEPTH) wrong(`a list of ${probe}`);
    },
    key(name) {
      key = name;
      if (name === 'step' || keys.includes(name)) seen.add(name);
      else if (others.size < MOST_NAMES) others.add(shortened(name));
    },
    wantsNumber: () => key === 'step' || block() >= 0,
    number(value) {
      if (depth === 2 && key === 'step') step = value;
      else if (depth === 4 && block() >= 0) {
        if (passage >= PASSAGES || probe >= PROBES_PER_DEPTH)
          wrong(`more than ${PASSAGES} x ${PROBES_PER_DEPTH} numbers`);
        const isLoss = !Number.isFinite(value) || (value >= -ROUNDING && value <= LARGEST_LOSS);
        if (!isLoss) wrong(`a mean cross-entropy of ${value}`);
        losses[place()] = Math.max(0, value);
        probe++;
      } else if (depth < 2 || block() >= 0) wrong(`a number at depth ${depth}`);
    },
    other(value) {
      if (depth < 2) wrong(`${JSON.stringify(value)} instead of an array of records`);
      if (block() < 0) return;
      if (value === null && depth === 2) {
        // A depth that was not measured at this step.
        losses.fill(Number.NaN, block() * SIZE, (block() + 1) * SIZE);
        return;
      }
      if (value !== null || depth !== 4) wrong(`${JSON.stringify(value)} instead of a number`);
      probe++;
    },
  };
  return handler;
}

const shortened = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
