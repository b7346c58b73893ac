import { exponential } from './exponential.js';
import type { ForgettingLaw } from './forgetting-law.js';
import { logarithmic } from './logarithmic.js';
import { power } from './power.js';
import { shiftedPower } from './shifted-power.js';
import { stretchedExponential } from './stretched-exponential.js';

/** All laws of forgetting. To add one, write its file and name it here. */
const registry = [logarithmic, power, shiftedPower, exponential, stretchedExponential] as const;

type Registered = (typeof registry)[number];
export type LawName = Registered['name'];
/** Names of the laws that are fitted to traces. */
export type TraceLawName = Extract<Registered, { tailSum: unknown }>['name'];

export const laws: readonly ForgettingLaw<LawName>[] = registry;

/** The law of arXiv 2406.11813, which its claims are about. */
export const publishedLaw = logarithmic;

/** The laws that are fitted to traces of single encounters: what those add up to must be known. */
export const traceLaws = laws.filter((law): law is ForgettingLaw<TraceLawName> => law.tailSum !== undefined);
