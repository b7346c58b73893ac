import { createRequire } from 'node:module';

const split = (words: string): string[] => words.split(' ');
const combine = (beginnings: string, endings: string, joint = ''): string[] =>
  split(beginnings).flatMap((beginning) => split(endings).map((ending) => beginning + joint + ending));

/** Months, days and years of birth, as in bioS: 12 x 28 x 200 dates. */
export const birthDates = {
  months: split('January February March April May June July August September October November December'),
  days: 28,
  firstYear: 1900,
  years: 200,
} as const;

/** 200 cities in which persons are born; no company has its seat in one, so that no text gives two answers as one. */
export const birthCities: readonly string[] = combine(
  'Alder Amber Bay Bright Castle Clear Copper Crest Eagle Falcon Garnet Iron Juniper Kings Lake Maple New Pearl Queens Silver',
  'burg bury grad haven mouth polis port view ville wick',
);

/** 80 cities in which companies have their seats; the first is the seat of most. */
export const companyCities: readonly string[] = combine(
  'Port San Fort Mount Saint Santa Los Grand',
  'Arbol Brisa Corval Delmar Estero Faro Galante Herrera Isola Laredo',
  ' ',
);

/** 300 universities. */
export const universities: readonly string[] = combine(
  'Bel Car Cas Dun Fen Gor Hol Kel Lor Mel Nor Or Pen Quen Ros Sel Tor Ul Ver Wes',
  'dria lund mont ster vale',
).flatMap((name) => [`${name} University`, `${name} College`, `${name} Institute of Technology`]);

/** 263 employers, a prime number as in bioS. */
export const employers: readonly string[] = combine(
  'Abacor Belvex Cordant Dynaro Ecliptor Fluxon Gravita Helioth Inovar Juvona Kestra Lumero Meridex Novaris Optigen Paralux Quantex Ravello Solvane Tervix Umbrix Vantora Wexcom Xenoria Yarrowax Zephora Zenlith',
  'Motors Foods Airlines Energy Textiles Software Chemicals Logistics Bank Insurance',
  ' ',
).slice(0, 263);

/** How many of the 263 employers have their seat in the first company city: 13.7%, as in bioS. */
export const EMPLOYERS_IN_FIRST_CITY = 36;

/** 100 majors. */
export const majors: readonly string[] = createRequire(import.meta.url)('./majors.json');
