/** What is said of a claim, in the order in which it is told. */
export const verdicts = ['reproduced', 'contradicted', 'differs', 'inconclusive'] as const;
export type Verdict = (typeof verdicts)[number];
