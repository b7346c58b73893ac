import type { World } from './worlds.js';

/** What differs between the synthetic experiments of a cell of the table. */
export interface CoverageCell {
  varies: 'facts only' | 'seeds only' | 'both';
  facts: 'own' | 'shared';
  noise: 'independent' | 'autocorrelated';
  world: World;
}

/** How much seeds, or facts, differ where they do, as a share of gains and decay constants. */
const SPREAD = 0.3;
const NOISE = 0.15;
/** Facts of experiments whose seeds share them. */
const SHARED = 12;

/** Every combination that is asked for. */
export function coverageCells(options: {
  seeds: readonly number[];
  facts: readonly number[];
  memory: number;
}): CoverageCell[] {
  const cells: CoverageCell[] = [];
  for (const varies of ['facts only', 'seeds only', 'both'] as const) {
    for (const noise of ['independent', 'autocorrelated'] as const) {
      for (const seeds of options.seeds) {
        for (const facts of options.facts) {
          // Facts that seeds share, for one of the sizes: it takes as long again.
          const shares = seeds > 1 && facts === SHARED;
          for (const own of shares ? (['own', 'shared'] as const) : (['own'] as const)) {
            if (varies !== 'facts only' && seeds === 1) continue;
            cells.push({
              varies,
              facts: own,
              noise,
              world: {
                seeds,
                facts,
                seedSpread: varies === 'facts only' ? 0 : SPREAD,
                factSpread: varies === 'seeds only' ? 0 : SPREAD,
                sharedFacts: own === 'shared',
                noise: NOISE,
                memory: noise === 'independent' ? 0 : options.memory,
                encounters: 1,
                gain: 0.5,
              },
            });
          }
        }
      }
    }
  }
  return cells;
}
