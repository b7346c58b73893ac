/** Maps numbers to pixels, with ticks. */
export interface Scale {
  log: boolean;
  domain: readonly [number, number];
  range: readonly [number, number];
  map(value: number): number;
  /** Round values within the domain. */
  ticks: number[];
}

/** A straight scale. @param wanted about how many ticks */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  wanted = 5,
): Scale {
  const [from, to] = domain;
  const factor = (range[1] - range[0]) / (to - from || 1);
  return {
    log: false,
    domain,
    range,
    map: (value) => range[0] + (value - from) * factor,
    ticks: linearTicks(from, to, wanted),
  };
}

/** A logarithmic scale; the domain is positive. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const from = Math.log10(domain[0]);
  const to = Math.log10(domain[1]);
  const factor = (range[1] - range[0]) / (to - from || 1);
  const steps = to - from > 2 ? [1] : to - from > 1.2 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let decade = Math.floor(from); decade <= to; decade++) {
    for (const step of steps) {
      const tick = step * 10 ** decade;
      if (tick >= domain[0] * 0.999 && tick <= domain[1] * 1.001) ticks.push(tick);
    }
  }
  return { log: true, domain, range, map: (value) => range[0] + (Math.log10(value) - from) * factor, ticks };
}

function linearTicks(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / wanted;
  if (!(rough > 0)) return [from];
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough)!;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Division by the inverse keeps 0.3 from becoming 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A tick as text, without needless zeros; thousands as `k`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`;
  return String(Number(value.toPrecision(6))).replace('-', '\u2212');
}

/** A coordinate with one decimal. */
export const pixel = (value: number): number => Math.round(value * 10) / 10;
