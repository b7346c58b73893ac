import { clusters, readBatches } from '@lethe/contracts';
import { exactJaccard } from '@lethe/data';
import type { PlantedCorpus } from './planted-corpus.js';

const SHINGLING = { unit: 'word', size: 5, lowercase: true, punctuation: 'drop' } as const;

/** What a deduplication did to the planted near-duplicates. */
export interface Judgement {
  documents: number;
  removed: number;
  /** By similarity: how many were planted and how many of them removed. */
  levels: { similarity: number; planted: number; removed: number }[];
  /** Share of the removed documents whose true similarity to a kept document reaches the threshold. */
  precision: number;
}

/** Judges removals by the texts themselves: similarities are recomputed on strings. */
export class Judge {
  readonly #corpus: PlantedCorpus;
  readonly #threshold: number;
  readonly #levels = new Map<number, { planted: number; removed: number }>();
  #documents = 0;
  #removed = 0;
  #right = 0;

  constructor(corpus: PlantedCorpus, threshold: number) {
    this.#corpus = corpus;
    this.#threshold = threshold;
  }

  /** Adds a document. @param keptId the document kept in its place, where the tool says */
  add(index: number, kept: boolean, keptId?: string): void {
    const original = this.#corpus.originalOf(index);
    this.#documents++;
    if (!kept) this.#removed++;
    if (original === undefined && kept) return;
    const text = this.#corpus.textOf(index);
    const similarity = original === undefined ? 0 : this.#similarity(text, original);
    if (original !== undefined) {
      const rounded = Math.round(similarity * 20) / 20;
      const level = this.#levels.get(rounded) ?? { planted: 0, removed: 0 };
      level.planted++;
      if (!kept) level.removed++;
      this.#levels.set(rounded, level);
    }
    if (kept) return;
    const keptIndex = keptId === undefined ? original : this.#corpus.indexOf(keptId);
    if (keptIndex === undefined) return;
    const reached = keptIndex === original ? similarity : this.#similarity(text, keptIndex);
    if (reached >= this.#threshold) this.#right++;
  }

  result(): Judgement {
    return {
      documents: this.#documents,
      removed: this.#removed,
      levels: [...this.#levels]
        .map(([similarity, level]) => ({ similarity, ...level }))
        .sort((a, b) => a.similarity - b.similarity),
      precision: this.#removed === 0 ? 1 : this.#right / this.#removed,
    };
  }

  #similarity(text: string, other: number): number {
    return exactJaccard(text, this.#corpus.textOf(other), SHINGLING);
  }
}

/** Judges a clusters table whose rows are in the order of the corpus. */
export async function judgeClusters(
  directory: string,
  corpus: PlantedCorpus,
  threshold: number,
): Promise<Judgement> {
  const judge = new Judge(corpus, threshold);
  for await (const batch of readBatches(directory, clusters)) {
    const ids = batch.strings('doc_id');
    const keptIds = batch.strings('cluster_id');
    const kept = batch.booleans('kept');
    for (let i = 0; i < ids.length; i++) judge.add(corpus.indexOf(ids[i]!), kept[i]!, keptIds[i]!);
  }
  return judge.result();
}

/** Recall by similarity, and precision. */
export function formatJudgement({ documents, removed, levels, precision }: Judgement): string {
  const recall = levels.map(
    (level) =>
      `${level.similarity.toFixed(2)}: ${(level.removed / level.planted).toFixed(4)} of ${level.planted}`,
  );
  return [
    `  ${removed} of ${documents} removed, precision ${precision.toFixed(6)} by the texts`,
    `  share removed by true Jaccard (to 0.05) ${recall.join(', ')}`,
  ].join('\n');
}
