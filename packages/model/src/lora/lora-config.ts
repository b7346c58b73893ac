/** Low-rank adaptation of some matrices of a model (Hu et al. 2021, arXiv 2106.09685). */
export interface LoraConfig {
  /** Rank r of the updates. */
  rank: number;
  /** Updates are scaled by alpha / rank. */
  alpha: number;
  /**
   * Ends of module names such as `c_attn`, `self_attn.q_proj` or `mlp.in`: every matrix whose module ends so is
   * adapted.
   */
  targets: readonly string[];
  /** Rank of the updates of embeddings, if a target is one; the same as `rank` by default. */
  embeddingRank?: number | undefined;
  /** Whether an adapted embedding adapts a head that is tied to it as well (PEFT's ensure_weight_tying); no by default. */
  adaptsTiedHead?: boolean | undefined;
}
