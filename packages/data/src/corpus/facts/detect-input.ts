import { existsSync, statSync } from 'node:fs';
import { facts, LetheError, order, probes, readBytes, tableFiles, uncompressedName } from '@lethe/contracts';
import { isHubInput } from '../files/hub-input.js';

/** What an input of an operation can be. */
export const inputKinds = ['fictional-knowledge', 'popqa', 'data-stage', 'corpus'] as const;
export type InputKind = (typeof inputKinds)[number];

/**
 * Detects what an input is from the tables of a directory or the beginning of a file; a corpus if nothing else fits.
 * @throws LetheError when there is no such input
 */
export async function detectInput(inputs: readonly string[]): Promise<InputKind> {
  for (const input of inputs) {
    if (isHubInput(input) || existsSync(input)) continue;
    throw new LetheError({ what: 'there is no such file or folder', where: input, next: 'correct the path' });
  }
  if (inputs.length !== 1 || isHubInput(inputs[0]!)) return 'corpus';
  const path = inputs[0]!;
  if (statSync(path).isDirectory()) {
    return [facts, probes, order].some((table) => tableFiles(path, table).length > 0)
      ? 'data-stage'
      : 'corpus';
  }
  const begin = (await firstCharacters(path)).replace(/^\ufeff/, '').trimStart();
  const [line = ''] = begin.split('\n', 1);
  const name = uncompressedName(path).toLowerCase();
  if (begin.startsWith('[')) {
    if (begin.includes('"train_context"')) return 'fictional-knowledge';
    if (isPopQa(begin)) return 'popqa';
  }
  if (name.endsWith('.tsv') && line.split('\t').some((column) => column.trim() === 'possible_answers')) {
    return 'popqa';
  }
  return begin.startsWith('{') && isPopQa(line) ? 'popqa' : 'corpus';
}

function isPopQa(json: string): boolean {
  return /"question"\s*:/.test(json) && /"(possible_answers|golden_answers|aliases)"\s*:/.test(json);
}

async function firstCharacters(path: string): Promise<string> {
  for await (const chunk of readBytes(path)) return chunk.subarray(0, 1 << 16).toString('utf8');
  return '';
}
