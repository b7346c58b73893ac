interface Boundary {
  id: string;
  tokenBoundary: boolean;
}

const NAMED = 5;

/** Says which spans have no token boundary between prompt and target; undefined where all have one. */
export function describeBoundaries(spans: readonly Boundary[]): string | undefined {
  const { without_token_boundary: wrong, without_token_boundary_first: first } = summariseProbes(spans);
  if (wrong === 0) return undefined;
  const more = wrong > first.length ? ', ...' : '';
  return `probe: ${wrong} of ${spans.length} probes have no token boundary between prompt and target: encoded together they have other tokens than apart (${first.join(', ')}${more})`;
}

/** What the manifest of a stage that measured probes says of them, under the key `probe` of its summary. */
export interface ProbeSummary {
  probes: number;
  /** Probes whose prompt and target have other tokens together than apart; the probes table flags them. */
  without_token_boundary: number;
  /** The first of them. */
  without_token_boundary_first: string[];
  /** Probes whose prompt was cut at the beginning to fit the context; omitted if nothing was measured. */
  prompts_cut?: number;
}

/** Counts what a reader of the trace table must know of its probes. */
export function summariseProbes(probes: readonly Boundary[], promptsCut?: number): ProbeSummary {
  const wrong = probes.filter(({ tokenBoundary }) => !tokenBoundary);
  return {
    probes: probes.length,
    without_token_boundary: wrong.length,
    without_token_boundary_first: wrong.slice(0, NAMED).map(({ id }) => id),
    ...(promptsCut === undefined ? {} : { prompts_cut: promptsCut }),
  };
}
