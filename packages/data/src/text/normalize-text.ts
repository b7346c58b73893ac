/** How texts are normalized before comparison, from the strictest to the loosest. */
export const normalizations = ['none', 'whitespace', 'lowercase', 'words'] as const;

/**
 * - `none`: texts are equal when all characters are equal
 * - `whitespace`: a run of white space counts as one space, at the ends as nothing
 * - `lowercase`: the same, and upper case counts as lower case
 * - `words`: compatibility forms (NFKC) and case count as the same; all but letters, marks and digits counts as
 *   white space, so punctuation makes no difference
 */
export type Normalization = (typeof normalizations)[number];

/** The text as it is compared; two texts are duplicates when theirs are equal. */
export function normalizeText(text: string, normalization: Normalization): string {
  switch (normalization) {
    case 'none':
      return text;
    case 'whitespace':
      return collapse(text);
    case 'lowercase':
      return collapse(text.toLowerCase());
    case 'words':
      // In this order: normal forms of letters such as fraktur H are upper case.
      return text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
        .trim();
  }
}

const collapse = (text: string): string => text.replace(/\s+/g, ' ').trim();
