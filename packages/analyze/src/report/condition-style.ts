import { CONTROL, conditionOrder as known } from '../measurements/measurements.js';
import type { LegendKey } from './figure.js';

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2]];
/** Colour number of controls: grey. */
const GREY = 7;

/** Colour number (0 .. 7) and dashes of a condition; unlike colours never carry the difference alone. */
export function conditionStyle(
  condition: string,
  conditions: readonly string[],
): { colour: number; dash: readonly number[] } {
  if (condition === CONTROL) return { colour: GREY, dash: [5, 4] };
  const fixed = known.indexOf(condition);
  if (fixed >= 0) return { colour: fixed, dash: dashes[fixed]! };
  const others = conditions.filter((name) => name !== CONTROL && !known.includes(name));
  const number = others.indexOf(condition);
  const colours = GREY - known.length;
  const place = known.length + (number % colours);
  // Where colours come again, dashes do not.
  return { colour: place, dash: dashes[(place + Math.floor(number / colours)) % dashes.length]! };
}

/** A legend key for every condition. */
export function conditionKeys({ conditions }: { conditions: readonly string[] }): LegendKey[] {
  return conditions.map((condition) => ({
    key: condition,
    label: condition,
    ...conditionStyle(condition, conditions),
    style: 'line',
    on: true,
  }));
}
