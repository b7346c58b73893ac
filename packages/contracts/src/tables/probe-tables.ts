import { bool, float64, int32, list, nullable, utf8 } from '../arrow/columns.js';
import { defineTable } from '../arrow/define-table.js';

/** Column that says which checkpoint a row is of. */
const stepColumn = () =>
  nullable(
    int32('number of updates done by the checkpoint; null for a model that is no checkpoint of a training'),
  );

/** What a one-layer model does in a symbolic world (arXiv 2508.00901). */
export const mechanism = defineTable({
  name: 'mechanism',
  version: 1,
  rows: 'one checkpoint of a one-layer model',
  format: 'file',
  columns: {
    step: stepColumn(),
    before: nullable(utf8('the checkpoint that format_change_cosine compares with')),
    facts: int32('facts with memorization or qa probes: the unit of the standard errors'),
    relations: int32('relation tokens'),
    questions: int32('questions for training, whose gradient is taken'),
    attention_mass_memorization: float64(
      'mean attention of the last position of memorization prompts to subject, relation and format tokens, 0 to 1',
    ),
    attention_mass_memorization_error: nullable(
      float64('standard error of it over facts, clustered; null for a single fact'),
    ),
    uniform_mass_memorization: float64('share of such tokens in these prompts: what uniform attention gives'),
    attention_mass_qa: float64('the same attention in qa prompts'),
    attention_mass_qa_error: nullable(
      float64('standard error of it over facts, clustered; null for a single fact'),
    ),
    uniform_mass_qa: float64('what uniform attention gives in qa prompts'),
    format_cosine: nullable(
      float64(
        "cosine of the format token's direction in the neurons and the mean direction of relation tokens; null without an MLP",
      ),
    ),
    format_change_cosine: nullable(
      float64('the same of what training added to the format token since `before`; null without it'),
    ),
    relation_cosine: nullable(
      float64(
        'mean cosine of the mean direction of relation tokens and the single ones; null without an MLP',
      ),
    ),
    gradient_energy: nullable(
      float64(
        'share of the energy of the gradient of W_1 on the questions for training in its first singular direction; null without them or an MLP',
      ),
    ),
    gradient_left_cosine: nullable(
      float64("cosine of its left singular vector and the format token's embedding, without sign"),
    ),
  },
});

/** P- and Q-probing (arXiv 2309.14316, section 5). */
export const linearProbes = defineTable({
  name: 'linear_probes',
  version: 1,
  rows: 'one attribute read at one place of the texts by one linear head on the states of one checkpoint',
  format: 'file',
  columns: {
    step: stepColumn(),
    kind: utf8(
      'p: just before a value in the text of a fact; q: at the end of the name of its subject alone',
    ),
    position: int32(
      'p: number of the memorization probe of a fact, shortest prompt first: in a text with several values their order; q: 0',
    ),
    attribute: utf8(
      'what is read: the relation of the fact, where it has one, and the number of its question',
    ),
    value: utf8('whole: values are told apart; first: the first tokens of values'),
    question: utf8('the prompt of one of the questions for it, as an example'),
    rank: int32('rank of the change of the embeddings that is trained under the head; 0 for the head alone'),
    train_facts: int32('facts whose questions are for training: the head is fitted to them'),
    validation_facts: int32('those of them that only say when to stop; 0 where a head takes all its updates'),
    test_facts: int32('facts that the head is tested on'),
    known_test_facts: int32(
      'those of them whose value some fact for training has: no head gets the others right',
    ),
    classes: int32('values, or first tokens, among the facts for training'),
    train_accuracy: float64('share of right values among the facts that the head is fitted to, 0 to 1'),
    test_accuracy: float64('the same among the facts that it is tested on'),
    test_low: float64('lower end of the 95 % Wilson interval of test_accuracy; facts are the unit'),
    test_high: float64('upper end of it'),
    majority: float64('share of test facts that have the most frequent value among the facts for training'),
    updates: int32('updates after which the head was taken'),
    most_updates: int32('updates that it was given, over which the learning rate falls to 0'),
    learning_rate: float64('of the first update'),
    weight_decay: float64('decoupled weight decay of AdamW'),
    batch_size: int32('facts per update'),
    seed: int32('seed of batches and initial values'),
  },
});

/** How well a model knows whole texts: its loss, what tells members of the training set, what it extracts verbatim. */
export const passageScores = defineTable({
  name: 'passage_scores',
  version: 1,
  rows: 'the text of one fact, as one checkpoint knows it',
  format: 'file',
  columns: {
    step: stepColumn(),
    fact_id: utf8('the fact, injected or not'),
    tokens: int32('tokens of its text, cut to the context of the model'),
    mean_logprob: float64(
      'mean natural-log probability of all of them but the first, nats per token: the loss with its sign changed',
    ),
    min_k: float64('share of these tokens, the least probable ones, that min_k_logprob is taken over'),
    min_k_logprob: float64('their mean: Min-K% (arXiv 2310.16789), nats per token'),
    prefixes: list(float64('share of the tokens that is given before the rest is asked for, ascending')),
    prefix_tokens: list(int32('tokens of each prefix; the rest are the tokens after it')),
    matching_tokens: list(
      int32(
        'leading tokens of each rest that greedy decoding from the prefix gives, up to the first that differs',
      ),
    ),
    verbatim: list(bool('whether these are all of the rest')),
  },
});
