import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { MANIFEST_FILE } from '@lethe/contracts';
import { compareColumns } from './compare-columns.js';
import { compareJson } from './compare-json.js';
import { compareManifests } from './compare-manifests.js';
import { compareReports } from './compare-reports.js';
import { compareTensors } from './compare-tensors.js';
import { compareBytes, compareTexts, type Difference, type FileComparison } from './difference.js';
import { readArrowColumns, readParquetColumns } from './read-columns.js';
import { type Rename, renamed } from './renames.js';

/** Compares two files: by bytes first, then as what their name says they are, down to what of them differs. */
export async function compareFiles(
  left: string,
  right: string,
  renames: readonly Rename[],
): Promise<FileComparison> {
  const a = readFileSync(left);
  const b = readFileSync(right);
  if (a.equals(b)) return { differences: [], notCompared: [] };
  const only = (differences: Difference[]): FileComparison => ({
    // What the closer look does not see must not pass as the same.
    differences: differences.length > 0 ? differences : compareBytes(a, b),
    notCompared: [],
  });
  const [textA, textB] = [a.toString('utf8'), b.toString('utf8')];
  // `facts-1.arrow` is a shard of `facts`.
  const table = basename(left).replace(/(-\d+)?\.\w+$/, '');
  switch (extname(left)) {
    case '.arrow':
    case '.arrows': {
      const found = compareColumns(
        await readArrowColumns(left),
        await readArrowColumns(right),
        table,
        renames,
      );
      return found.notCompared.length > 0 ? found : only(found.differences);
    }
    case '.parquet': {
      const found = compareColumns(await readParquetColumns(a), await readParquetColumns(b), table, renames);
      return found.notCompared.length > 0 ? found : only(found.differences);
    }
    case '.csv':
      return compareCsv(textA, textB, table, renames);
    case '.json': {
      if (basename(left) === MANIFEST_FILE) return compareManifests(textA, textB, renames);
      return only(compareJson(JSON.parse(textA), JSON.parse(textB)));
    }
    case '.html':
      return compareReports(textA, textB);
    case '.safetensors':
      return only(compareTensors(a, b));
    case '.svg':
      return only(compareTexts(textA, textB));
    default:
      return only([]);
  }
}

function compareCsv(left: string, right: string, table: string, renames: readonly Rename[]): FileComparison {
  const end = left.indexOf('\n');
  const names = left.slice(0, end).split(',');
  const expected = names.map((name) => renamed(renames, table, name));
  const differences = compareTexts(expected.join(',') + left.slice(end), right, 'text');
  const changed = names.flatMap((name, i) =>
    expected[i] === name ? [] : [`${table}.${name}, now ${expected[i]}: its name`],
  );
  return { differences, notCompared: changed };
}
