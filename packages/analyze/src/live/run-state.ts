import type { LiveState, SeriesLook } from '../page/live-state.js';
import { conditionStyle } from '../report/condition-style.js';
import { seriesColour } from '../report/theme.js';
import type { LiveRun } from './live-run.js';

/** What the page is told of the run that it shows. */
export function runState(live: LiveRun): Omit<LiveState, 'runs' | 'report'> {
  const snapshot = live.snapshot();
  const conditions = [
    ...new Set(snapshot.panels.flatMap(({ series }) => series.map(({ condition }) => condition))),
  ];
  return {
    ...snapshot,
    failure: live.failure?.message,
    panels: snapshot.panels.map(({ depth, series }) => ({
      depth,
      series: series.map(({ condition, points }) => ({
        label: condition,
        look: liveLook(condition, conditions),
        points,
      })),
    })),
  };
}

/** Looks of a condition among all of a run. */
function liveLook(condition: string, conditions: readonly string[]): SeriesLook {
  const { colour, dash } = conditionStyle(condition, conditions);
  return { number: colour, colour: seriesColour(colour), dash: dash.length === 0 ? [1, 0] : dash };
}
