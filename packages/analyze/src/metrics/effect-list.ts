import type { EncounterWindow } from './encounter-window.js';

/** One probe at one encounter; for controls, at one window of the injected facts. */
export interface EncounterEffect {
  /** Number of the probe. */
  probe: number;
  /** From 0: which of the fact's encounters; for controls, that of the facts whose window it is. */
  encounter: number;
  /** Number of the window among the distinct ones. */
  window: number;
  step: number;
  /** Number of updates at which "before" was measured: `step`, or the last measurement earlier. */
  beforeUpdate: number;
  lamUpdate: number;
  /** Log-probability before, nats per token. */
  before: number;
  /** Log-probability at the local acquisition maximum, nats per token. */
  lam: number;
  /**
   * What corrections take for the level before: `before`; for controls, to which nothing happens at the encounter, that
   * at `step` itself, where it was not measured on the line between the measurements around it.
   */
  baseline: number;
  /** lam - before (arXiv 2406.11813, equation of effectivity). */
  effectivity: number;
  /** Mean over the window minus the baseline: no maximum is taken, so noise does not lift it. */
  windowGain: number;
  /** Log-probability at the last measurement up to the next encounter minus before; NaN without a next. */
  gainAtNext: number;
}

/** What was measured; the rest follows from the window. */
export type MeasuredEffect = Omit<EncounterEffect, 'step' | 'effectivity'>;

const counts = ['probe', 'encounter', 'window', 'beforeUpdate', 'lamUpdate'] as const;
const levels = ['before', 'lam', 'baseline', 'windowGain', 'gainAtNext'] as const;

/**
 * Effects by probe, then encounter, in columns: controls have one in every window, which makes millions of them over the
 * runs of a sweep. Effects are put together as they are asked for.
 */
export class EffectList {
  length = 0;
  readonly #windows: readonly EncounterWindow[];
  readonly #counts: Record<(typeof counts)[number], Int32Array>;
  readonly #levels: Record<(typeof levels)[number], Float64Array>;

  /** @param most effects that will be added */
  constructor(windows: readonly EncounterWindow[], most: number) {
    this.#windows = windows;
    const make = <Name extends string, T>(names: readonly Name[], column: () => T) =>
      Object.fromEntries(names.map((name) => [name, column()])) as Record<Name, T>;
    this.#counts = make(counts, () => new Int32Array(most));
    this.#levels = make(levels, () => new Float64Array(most));
  }

  /** Adds an effect of the last probe, or of a later one. */
  add(effect: MeasuredEffect): void {
    for (const name of counts) this.#counts[name][this.length] = effect[name];
    for (const name of levels) this.#levels[name][this.length] = effect[name];
    this.length++;
  }

  at(i: number): EncounterEffect {
    const { probe, encounter, window, beforeUpdate, lamUpdate } = this.#counts;
    const { before, lam, baseline, windowGain, gainAtNext } = this.#levels;
    return {
      probe: probe[i]!,
      encounter: encounter[i]!,
      window: window[i]!,
      step: this.#windows[window[i]!]!.step,
      beforeUpdate: beforeUpdate[i]!,
      lamUpdate: lamUpdate[i]!,
      before: before[i]!,
      lam: lam[i]!,
      baseline: baseline[i]!,
      effectivity: lam[i]! - before[i]!,
      windowGain: windowGain[i]!,
      gainAtNext: gainAtNext[i]!,
    };
  }

  /** The effects of a probe, in the order of its encounters, with their places in the list. */
  *ofProbe(probe: number): Generator<readonly [place: number, effect: EncounterEffect]> {
    for (let i = this.#firstOf(probe); i < this.length && this.#counts.probe[i] === probe; i++) {
      yield [i, this.at(i)];
    }
  }

  #firstOf(probe: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#counts.probe[middle]! < probe) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
