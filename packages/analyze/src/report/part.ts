import type { Figure } from './figure.js';
import type { PageData } from './page-data.js';

/** What stands in a section of the page: a figure, which is drawn, or HTML, which may add to what scripts read. */
export type Part = Figure | string | ((data: PageData) => string);

/** A section of the page about the whole experiment. */
export interface Section {
  heading: string;
  parts: readonly Part[];
}

/** Where the section of an analysis of the whole experiment stands in the page. */
export interface SectionPlace {
  id: string;
  /** How the page's navigation names it. */
  link: string;
  /** Before or after the sections of groups; within each, sections stand in the order of the registry. */
  place: 'overview' | 'details';
}
