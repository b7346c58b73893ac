/** One row of PopQA, whatever file it came from. */
export interface PopQaRow {
  /** `id` of the file, or `popqa-<number of the row>`, from 0. */
  id: string;
  /** `null` in rows whose question names nobody (three in the published file). */
  subject: string | null;
  /** Name of the relation, such as `place of birth`. */
  relation: string;
  /** The answer: column `obj`, or the first accepted answer in files without it. */
  object: string;
  question: string;
  /** Every accepted answer, each once, the object among them. */
  answers: string[];
  /** Monthly page views of the subject on Wikipedia (`s_pop`); `null` in files without it. */
  popularity: number | null;
  /** Monthly page views of the object (`o_pop`); `null` where unknown, which the published file writes as -2. */
  objectPopularity: number | null;
}
