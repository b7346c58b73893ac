import { architectures } from '../architectures/registry.js';
import type { Architecture, CommonConfig, ModelKeys } from '../blocks/architecture.js';

const all: readonly Architecture<CommonConfig, ModelKeys>[] = architectures;

/**
 * What a key of the model section means: `llama, olmo: heads of keys and values; by default as many as heads`.
 * @param text the same without architectures
 * @param having the architectures that have the key
 */
export function describeKey(key: string, text: string, having: readonly string[]): string {
  const declared = all.filter(({ name }) => having.includes(name));
  const owners = declared.length === all.length ? '' : `${having.join(', ')}: `;
  const meanings = declared.flatMap(({ name, meaning = {} }) =>
    key in meaning ? `; for ${name} ${meaning[key]}` : [],
  );
  const absent = groupNames(declared.map(({ name, whereAbsent = {} }) => [name, whereAbsent[key]]));
  const alone = absent.size === 1 && [...absent.values()][0]!.length === declared.length;
  const defaults = alone ? `; by default ${[...absent.keys()][0]}` : `; by default ${listGroups(absent)}`;
  return `${owners}${text}${meanings.join('')}${absent.size === 0 ? '' : defaults}`;
}

/** Modules that adapters usually target: `c_attn (gpt2), q_proj, v_proj (llama, olmo)`. */
export function describeTargets(kind: 'lora' | 'rankOne'): string {
  return listGroups(groupNames(all.map(({ name, targets }) => [name, targets[kind].join(', ')])));
}

/** Names by their description. */
function groupNames(said: readonly (readonly [name: string, text: string | undefined])[]) {
  const groups = new Map<string, string[]>();
  for (const [name, text] of said) {
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), name]);
  }
  return groups;
}

const listGroups = (groups: ReadonlyMap<string, readonly string[]>): string =>
  [...groups].map(([text, names]) => `${text} (${names.join(', ')})`).join(', ');
