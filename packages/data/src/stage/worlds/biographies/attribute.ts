/** The attributes of a person, in the order in which unpermuted biographies tell them. */
export const attributes = [
  'birthDate',
  'birthCity',
  'university',
  'major',
  'employer',
  'companyCity',
] as const;
export type Attribute = (typeof attributes)[number];
