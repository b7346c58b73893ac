import type { Random } from '@lethe/contracts';
import { backgroundWords } from '../../../text/background-words.js';

const onsets = 'b br c d dr f fl g gr h j k kr l m n p pr r s sh st t th tr v w z'.split(' ');
const vowels = ['a', 'e', 'i', 'o', 'u'];
const joints = ['', '', '', 'l', 'n', 'r'];
const endings = ['', '', 'd', 'k', 'l', 'm', 'n', 'nd', 'r', 's', 'sk', 't', 'th', 'x'];

/** Which part of the invented world a name belongs to. */
export type Realm = 'facts' | 'background';

/**
 * Invented one-word names, none twice. Both realms draw from the same syllables, so a name does not betray
 * its realm; yet no name is ever in both, however many are drawn, because a hash of the name decides.
 */
export function createNames(random: Random, realm: Realm): () => string {
  const { women, men, months } = backgroundWords;
  const used = new Set<string>([...women, ...men, ...months]);
  return () => {
    for (let attempt = 0; ; attempt++) {
      // Longer names once the short ones run out.
      const name = drawName(random, 2 + Math.floor(attempt / 1000));
      if (used.has(name) || realmOfName(name) !== realm) continue;
      used.add(name);
      return name;
    }
  };
}

/** The realm of a name: an eighth of all names belongs to facts. */
export function realmOfName(name: string): Realm {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 16) % 8 === 0 ? 'facts' : 'background';
}

function drawName(random: Random, syllables: number): string {
  let name = '';
  for (let i = 0; i < syllables; i++) {
    const last = i === syllables - 1;
    name += random.pick(onsets) + random.pick(vowels) + random.pick(last ? endings : joints);
  }
  return name[0]!.toUpperCase() + name.slice(1);
}
