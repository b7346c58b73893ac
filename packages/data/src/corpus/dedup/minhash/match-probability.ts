/**
 * Probability that two documents of the given Jaccard similarity share a band, 1 - (1 - s^rows)^bands: the S-curve of
 * locality-sensitive hashing (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4).
 */
export function matchProbability(similarity: number, bands: number, rows: number): number {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** The S-curve in two lines of text: its midpoint, and the probability of a match at similarities 0.5 .. 0.95. */
export function describeSCurve(bands: number, rows: number): string {
  const midpoint = (1 / bands) ** (1 / rows);
  const points = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map(
    (similarity) => `${similarity}: ${percent(matchProbability(similarity, bands, rows))}`,
  );
  const head = `${bands} bands x ${rows} rows, midpoint (1/bands)^(1/rows) = ${midpoint.toFixed(3)}`;
  return `${head}; more bands match more, more rows match less\nP(match) at Jaccard ${points.join(', ')}`;
}

function percent(probability: number): string {
  const digits = probability > 0.99 && probability < 1 ? 2 : 1;
  return `${(100 * probability).toFixed(digits)} %`;
}
