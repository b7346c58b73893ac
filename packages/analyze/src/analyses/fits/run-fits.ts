import type { RunContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { fitRows } from './fit-rows.js';
import type { fitDetailsTable, fitsTable, fitVerdictsTable } from './fits-tables.js';

type Tables = {
  fits: typeof fitsTable;
  fit_details: typeof fitDetailsTable;
  fit_verdicts: typeof fitVerdictsTable;
};

export function runFits({ statistics, note }: RunContext): Outcome<never, undefined, Tables> {
  const { fits, details, verdicts } = fitRows(statistics, note);
  return { tables: { fits, fit_details: details, fit_verdicts: verdicts } };
}
