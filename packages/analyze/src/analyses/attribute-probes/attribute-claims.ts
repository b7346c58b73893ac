/** Also for the numbers of a replication with mixtures of experts. */
const SOURCE = 'arXiv 2309.14316, sections 5 and 5.2, and a replication';

/** What linear heads read of persons who are told in one text or in several (biographies). */
export const attributeClaims = {
  G17: {
    where: 'P, single',
    statement: 'told in one text, attributes are not yet in the state before the first of them (accuracy)',
    words: 'of a person told in one text, attributes are not known before the first is told',
    source: SOURCE,
    sourceValue: '0.02 to 0.07',
    estimand:
      'accuracy of heads at the place of the first attribute for the later ones, minus that of the most frequent value',
    unit: 'of the values',
    test: { below: 0.1 },
    needs: 'biographies, probed with linear heads',
  },
  G17several: {
    id: 'G17',
    where: 'P, several texts in other orders',
    statement:
      'told in several texts and orders, all attributes are there from the first place on (accuracy)',
    words: 'of a person told in several texts and orders, all attributes are known from the first place on',
    source: SOURCE,
    sourceValue: '0.94 (whole values), 0.99 (first tokens)',
    estimand: 'accuracy of heads at the place of the first attribute for the other ones',
    unit: 'of the values',
    test: { above: 0.9 },
    needs: 'biographies, probed with linear heads',
  },
  G17gain: {
    id: 'G17',
    where: 'P, several texts against one',
    statement:
      'several texts and orders store more of a person at the first place than one text (difference)',
    words: 'several texts and orders store more of a person from the first place on than one text',
    source: SOURCE,
    sourceValue: '0.9',
    estimand: 'accuracy of heads at the place of the first attribute for the other ones, difference',
    unit: 'of the values',
    test: { above: 0 },
    needs: 'biographies, probed with linear heads',
  },
  G17q: {
    where: 'Q, single',
    statement: 'told in one text, attributes are not in the state at the end of the name (accuracy)',
    words: 'of a person told in one text, attributes are not known at the end of the name',
    source: SOURCE,
    sourceValue: '0.13 (first tokens)',
    estimand: 'accuracy of heads at the end of the name alone, minus that of the most frequent value',
    unit: 'of the values',
    test: { below: 0.2 },
    needs: 'biographies, probed with linear heads',
  },
  G17qseveral: {
    id: 'G17q',
    where: 'Q, several texts in other orders',
    statement: 'told in several texts and orders, attributes are at the end of the name (accuracy)',
    words: 'of a person told in several texts and orders, attributes are known at the end of the name',
    source: SOURCE,
    sourceValue: '0.93 (whole values), 0.99 (first tokens)',
    estimand: 'accuracy of heads at the end of the name alone',
    unit: 'of the values',
    test: { above: 0.9 },
    needs: 'biographies, probed with linear heads',
  },
  G17qgain: {
    id: 'G17q',
    where: 'Q, several texts against one',
    statement: 'several texts and orders store more of a person at the end of the name (difference)',
    words: 'several texts and orders store more of a person at the end of the name than one text',
    source: SOURCE,
    sourceValue: '0.86 (first tokens)',
    estimand: 'accuracy of heads at the end of the name alone, difference',
    unit: 'of the values',
    test: { above: 0 },
    needs: 'biographies, probed with linear heads',
  },
} as const;
