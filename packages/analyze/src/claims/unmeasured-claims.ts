import type { Claim } from './claim.js';
import { papers } from './papers.js';

/** A published claim that no analysis measures yet. */
export type UnmeasuredClaim = Pick<Claim, 'id' | 'words' | 'source' | 'sourceValue'> & {
  /** What it would take. */
  needs: string;
};

const BIOGRAPHIES = 'arXiv 2309.14316';
const EMERGENCE = 'arXiv 2503.21676';

/** Claims of the list that no analysis declares, so that what is missing can be told. */
export const unmeasuredClaims: readonly UnmeasuredClaim[] = [
  {
    id: 'F15',
    words: 'the decay constant is the same in steps and in tokens',
    source: `${papers.F}, section 4.3`,
    sourceValue: 'the same; only the intercept moves',
    needs: 'nothing: it follows from the logarithm, in which another unit of time is a shift',
  },
  {
    id: 'G13',
    words: 'what holds in the symbolic world holds for facts of Wikidata',
    source: papers.G,
    sourceValue: 'signs: rises with K and the share that is fine-tuned on, falls with |R|',
    needs: 'GPT-2 or Llama on PopQA, told in K ways',
  },
  {
    id: 'G14',
    words: 'biographies in several texts and orders make attributes answerable, one text does not',
    source: BIOGRAPHIES,
    sourceValue: '9.7 % (one text), 41 % (five), 96.6 % (five in other orders)',
    needs: 'fine-tuning on questions about half of the persons',
  },
  {
    id: 'G15',
    words: 'questions mixed into pretraining make one text enough',
    source: BIOGRAPHIES,
    sourceValue: '86.6 % instead of 9.7 %',
    needs: 'biographies and questions in one training',
  },
  {
    id: 'G16',
    words: 'other persons who are told in many texts make those of one text answerable',
    source: BIOGRAPHIES,
    sourceValue: '4.4 % to 86.8 %',
    needs: 'two kinds of persons in one training',
  },
  {
    id: 'G18',
    words: 'a model holds two bits per parameter after 1,000 exposures, one after 100',
    source: 'arXiv 2404.05405',
    sourceValue: '2 and 1 bits per parameter',
    needs: 'a measure of the bits that a model holds, over sizes',
  },
  {
    id: 'G19',
    words: 'facts of many persons are learned after a plateau, which grows with their number',
    source: EMERGENCE,
    sourceValue: '0.43 N^0.81 steps',
    needs: 'a sweep of the number of persons, trained past the plateau',
  },
  {
    id: 'G20',
    words: 'fine-tuning on new facts overwrites old ones within a few hundred steps',
    source: EMERGENCE,
    sourceValue: 'within a few hundred steps; replay raises the end and not the dip',
    needs: 'fine-tuning on new persons with probes of the old ones',
  },
  {
    id: 'G21',
    words: 'the number of facts that a one-layer model holds grows with its parameters',
    source: 'arXiv 2412.06538',
    sourceValue: 'in proportion',
    needs: 'a search for the largest world that is learned, over sizes',
  },
  {
    id: 'G22',
    words: 'fine-tuning on well-known facts extracts more than on little-known ones',
    source: 'arXiv 2406.14785',
    sourceValue: '5 to 10 points',
    needs: 'facts told at unequal rates, fine-tuned on by halves',
  },
  {
    id: 'G23',
    words: 'the more unknown facts are fine-tuned on, the less is extracted',
    source: 'arXiv 2405.05904',
    sourceValue: '-8.3 points for all of them, +7.3 for known ones',
    needs: 'fine-tuning on mixtures of known and unknown facts',
  },
];
