export { type Comparison, type ComparisonOptions, compareDirectories } from './compare-directories.js';
export type { Difference, FileComparison } from './difference.js';
export { parseRenames, type Rename } from './renames.js';
