/** Papers whose claims are judged, by the letter with which the ids of their claims begin. */
export const papers = {
  F: 'arXiv 2406.11813',
  G: 'arXiv 2508.00901',
  H: 'arXiv 2510.19811',
  L: 'arXiv 2509.03405',
  D: 'arXiv 2107.06499',
} as const;
