/** What OLMo-7B has at its middle checkpoint (arXiv 2406.11813, tables 2 and 6), by claim, condition and depth. */
const middleOf7B: Record<string, Record<string, Record<string, string>>> = {
  F11: {
    duplication: { memorization: '0.25', semantic: '0.25', composition: '0.20' },
    paraphrase: { memorization: '0.21', semantic: '0.23', composition: '0.15' },
  },
  F16: {
    duplication: { memorization: '11.02', semantic: '10.98', composition: '11.32' },
    paraphrase: { memorization: '11.37', semantic: '10.94', composition: '11.88' },
  },
};

/** `0.25 (7B, middle); 0.14-0.26 overall`: the source's number for a condition and depth, if it has one, and in all. */
export function sourceValueAt(
  claim: { sourceValue: string },
  table: 'F11' | 'F16',
  { condition, depth }: { condition: string; depth: string },
): string {
  const value = middleOf7B[table]?.[condition]?.[depth];
  return `${value ? `${value} (7B, middle); ` : ''}${claim.sourceValue}`;
}
