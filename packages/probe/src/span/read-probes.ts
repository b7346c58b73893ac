import { LetheError, probes, readRows } from '@lethe/contracts';

/** One probe: what a model reads, and the answers that count as right. */
export interface Probe {
  id: string;
  factId: string;
  depth: string;
  split: string;
  prompt: string;
  /** Text of the target, without the space before it. */
  target: string;
  promptTokens: readonly number[];
  targetTokens: readonly number[];
  /** Strings that count as right when generated; the target where the table lists none. */
  answers: string[];
  /** Whether prompt and target encoded apart are the tokens of the whole text. */
  tokenBoundary: boolean;
}

/**
 * Reads the probes table of a data directory, in its order.
 * @throws LetheError when a probe has no prompt or no target
 */
export async function readProbes(data: string): Promise<Probe[]> {
  const rows = await readRows(data, probes);
  return rows.map((row): Probe => {
    for (const part of ['prompt_tokens', 'target_tokens'] as const) {
      if (row[part].length > 0) continue;
      throw new LetheError({
        what: `probe ${row.probe_id} has no ${part}`,
        where: `${data}, probes table`,
        expected: 'at least one token',
        found: `prompt "${row.prompt}", target "${row.target}"`,
        next: 'give the probe a prompt and a target in the data stage',
      });
    }
    return {
      id: row.probe_id,
      factId: row.fact_id,
      depth: row.depth,
      split: row.split,
      prompt: row.prompt,
      target: row.target,
      promptTokens: row.prompt_tokens,
      targetTokens: row.target_tokens,
      answers: row.answers.length > 0 ? row.answers : [row.target],
      tokenBoundary: row.token_boundary,
    };
  });
}
