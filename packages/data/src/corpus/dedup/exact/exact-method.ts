import { defineMethod } from '../method/method-kind.js';
import { normalize } from '../method/normalize-option.js';
import { exactDedup } from './exact-dedup.js';

export const exactMethod = defineMethod({
  name: 'exact',
  description: 'documents whose whole text equals that of another',
  options: { normalize },
  choose({ normalize: normalization }) {
    const settings = { normalization };
    return {
      method: (corpus, against, _, context) => exactDedup(corpus, against, settings, context),
      settings,
      notes: [],
    };
  },
});
