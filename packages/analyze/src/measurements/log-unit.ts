/** What the log-probability of a target is taken over: the mean of its tokens, as published, or all of them. */
export const logUnits = ['token', 'target'] as const;
export type LogUnit = (typeof logUnits)[number];

/** Name of the unit of a log-probability, such as `nats/token`. */
export const natsPer = (unit: LogUnit = 'token'): string => `nats/${unit}`;

/** A text of claims, which name the published unit, in the unit of a measurement. */
export const inUnit = (text: string, unit: LogUnit | undefined): string =>
  text.replaceAll(natsPer('token'), natsPer(unit));
