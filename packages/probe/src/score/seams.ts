interface Seam {
  id: string;
  seamMatches: boolean;
}

const NAMED_SEAMS = 5;

/** How many spans have a seam that does not match, and which; undefined where all match. */
export function describeSeams(spans: readonly Seam[]): string | undefined {
  const { seams_not_matching: wrong, seams_not_matching_first: first } = summariseProbes(spans);
  if (wrong === 0) return undefined;
  const more = wrong > first.length ? ', ...' : '';
  return `probe: the seams of ${wrong} of ${spans.length} probes do not match: prompt and target together have other tokens than apart (${first.join(', ')}${more})`;
}

/** What the manifest of a stage that measured probes says of them, under the key `probe` of its summary. */
export interface ProbeSummary {
  probes: number;
  /** Probes whose prompt and target together have other tokens than apart: they are flagged in the probes table. */
  seams_not_matching: number;
  /** The first of them. */
  seams_not_matching_first: string[];
  /** Probes whose prompt lost its beginning because it is longer than the context; absent where nothing was measured. */
  prompts_cut?: number;
}

/** Counts what a reader of the trace table must know of its probes. */
export function summariseProbes(probes: readonly Seam[], promptsCut?: number): ProbeSummary {
  const wrong = probes.filter(({ seamMatches }) => !seamMatches);
  return {
    probes: probes.length,
    seams_not_matching: wrong.length,
    seams_not_matching_first: wrong.slice(0, NAMED_SEAMS).map(({ id }) => id),
    ...(promptsCut === undefined ? {} : { prompts_cut: promptsCut }),
  };
}
