import { createRandom, LetheError } from '@lethe/contracts';
import { createKeyedDraws, indexOfWords, uniformOfWords } from '../../random/keyed-draws.js';
import {
  createNearDuplicator,
  type NearDuplicateOptions,
  resolveNearDuplicateOptions,
} from './near-duplicate.js';

/** What copies beyond the original are: the same text, near-duplicates, or other wordings in turn. */
export type CopyForm =
  | { form: 'exact' }
  | ({
      form: 'near';
      /** Share of the copies that are near-duplicates, the others being exact; 1 by default. */
      share?: number | undefined;
    } & NearDuplicateOptions)
  | {
      form: 'wordings';
      /** Other wordings by document id. */
      wordings: ReadonlyMap<string, readonly string[]>;
    };

/** The text of a copy, and how it was made. */
export interface CopyText {
  text: string;
  form: 'original' | 'exact' | 'near' | 'wording';
  similarity: number | null;
  wording: number | null;
}

/** Makes the text of copy number `copy` of a document, 0 being the original; the same whenever it is asked. */
type MakeCopy = (id: string, text: string, copy: number) => CopyText;

/**
 * How copies are made. With wordings, copy k has wording k, wording 0 being the text; after the last the text comes
 * again.
 * @throws LetheError when an option is out of its range; from the function, when a document has no wordings
 */
export function createCopyMaker(form: CopyForm, seed: number): MakeCopy {
  const plain = { similarity: null, wording: null };
  switch (form.form) {
    case 'exact':
      return (_id, text, copy) => ({ text, form: copy === 0 ? 'original' : 'exact', ...plain });
    case 'wordings':
      return (id, text, copy) => {
        const wordings = form.wordings.get(id);
        if (!wordings) throw withoutWordings(id);
        const wording = copy % (wordings.length + 1);
        const isOriginal = copy === 0 ? 'original' : 'exact';
        return {
          text: wording === 0 ? text : wordings[wording - 1]!,
          form: wording === 0 ? isOriginal : 'wording',
          similarity: null,
          wording,
        };
      };
    case 'near': {
      const { share = 1 } = form;
      if (!(share >= 0 && share <= 1)) {
        throw new LetheError({
          what: 'this share of near-duplicates is out of its range',
          where: 'share',
          expected: '0 to 1',
          found: String(share),
        });
      }
      const make = createNearDuplicator(resolveNearDuplicateOptions(form));
      const draws = createKeyedDraws(seed, 'data/duplicate/near');
      return (id, text, copy) => {
        if (copy === 0) return { text, form: 'original', ...plain };
        const [a, b, c, d] = draws(id, copy);
        if (uniformOfWords(a!, b!) >= share) return { text, form: 'exact', ...plain };
        const edits = createRandom(seed, 'data/duplicate/edits', indexOfWords(c!, d!));
        return { ...make(text, edits), form: 'near', wording: null };
      };
    }
  }
}

function withoutWordings(id: string): LetheError {
  return new LetheError({
    what: 'a document has no other wordings',
    where: `document "${id}"`,
    expected: 'wordings of every document',
    found: 'none',
    next: 'give it wordings, or make copies of another form',
  });
}
