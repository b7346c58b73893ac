import { defineAnalysis } from '../../analysis/define-analysis.js';
import { doseClaims } from './dose-claims.js';
import { doseTable, doseWindowsTable, halfDoseTable } from './dose-tables.js';

/** How what a model knows of facts depends on how often and when training met them (arXiv 2510.19811). */
export const dose = defineAnalysis({
  name: 'dose',
  scope: 'experiment',
  tables: { dose: doseTable, half_dose: halfDoseTable, dose_windows: doseWindowsTable },
  claims: doseClaims,
  section: { id: 'dose', link: 'Dose', place: 'overview' },
  run: async () => (await import('./run-dose.js')).runDose,
  report: async () => (await import('./dose-section.js')).doseSection,
});
