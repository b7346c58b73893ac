import { join } from 'node:path';
import { checkModelTokenizer, TOKENIZER_FILE } from '@lethe/tokenizers';

/**
 * Refuses models that were trained with another tokenizer than that of the probes, whose token ids they read. Where
 * that cannot be known it is said once.
 * @param models directories of weights
 * @param data data directory of the probes
 * @throws LetheError that names both tokenizers and what differs
 */
export function checkTokenizers(models: readonly string[], data: string, log: (line: string) => void): void {
  const tokenizer = join(data, TOKENIZER_FILE);
  const next = (): string => 'probe the model with data that have its tokenizer';
  for (const model of models) {
    if (checkModelTokenizer({ model, tokenizer, log, next }) === 'unknown') return;
  }
}
