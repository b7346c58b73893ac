/** Sums and counts of a statistic per cluster and column: all that a bootstrap of means needs. */
export interface ClusterTable {
  clusters: number;
  columns: number;
  /** Float64Array [clusters * columns]. */
  sums: Float64Array;
  /** Float64Array [clusters * columns]. */
  counts: Float64Array;
}

export function createClusterTable(clusters: number, columns: number): ClusterTable {
  return {
    clusters,
    columns,
    sums: new Float64Array(clusters * columns),
    counts: new Float64Array(clusters * columns),
  };
}

/** Adds a value to a cluster, as often as given; NaN counts as absent. */
export function addValue(
  table: ClusterTable,
  cluster: number,
  column: number,
  value: number,
  times = 1,
): void {
  if (Number.isNaN(value)) return;
  const at = cluster * table.columns + column;
  table.sums[at]! += times * value;
  table.counts[at]! += times;
}

/** Some columns of a table, in the given order. */
export function selectColumns(table: ClusterTable, columns: readonly number[]): ClusterTable {
  const selected = createClusterTable(table.clusters, columns.length);
  for (let cluster = 0; cluster < table.clusters; cluster++) {
    columns.forEach((column, c) => {
      selected.sums[cluster * columns.length + c] = table.sums[cluster * table.columns + column]!;
      selected.counts[cluster * columns.length + c] = table.counts[cluster * table.columns + column]!;
    });
  }
  return selected;
}

/** Columns that hold as many values as any: those for which nothing is missing. */
export function fullColumns({ columns, counts }: ClusterTable): number[] {
  const totals = new Float64Array(columns);
  counts.forEach((count, at) => {
    totals[at % columns]! += count;
  });
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  return Array.from(totals.keys()).filter((column) => most > 0 && totals[column] === most);
}

/** Number of clusters that hold any value in a column. */
export function clustersIn(table: ClusterTable, column: number): number {
  let found = 0;
  for (let at = column; at < table.counts.length; at += table.columns) if (table.counts[at]! > 0) found++;
  return found;
}

/**
 * Columns in which no cluster lacks a value that it has in any other: their means are of the same values.
 */
export function completeColumns({ clusters, columns, counts }: ClusterTable): number[] {
  const most = new Float64Array(clusters);
  counts.forEach((count, at) => {
    const cluster = Math.floor(at / columns);
    most[cluster] = Math.max(most[cluster]!, count);
  });
  return Array.from({ length: columns }, (_, column) => column).filter(
    (column) =>
      most.some((count) => count > 0) && most.every((count, k) => counts[k * columns + column] === count),
  );
}

/** A weighted sum of columns. */
export interface ColumnSum {
  columns: Int32Array;
  weights: Float64Array;
}

/**
 * A table whose means are weighted sums of the means of another one's columns. For that every cluster must have
 * the same number of values in all columns that are summed.
 * @param table with complete columns only
 */
export function sumColumns(table: ClusterTable, sums: readonly ColumnSum[]): ClusterTable {
  const summed = createClusterTable(table.clusters, sums.length);
  for (let cluster = 0; cluster < table.clusters; cluster++) {
    const start = cluster * table.columns;
    sums.forEach(({ columns, weights }, s) => {
      let sum = 0;
      for (let i = 0; i < columns.length; i++) sum += weights[i]! * table.sums[start + columns[i]!]!;
      summed.sums[cluster * sums.length + s] = sum;
      summed.counts[cluster * sums.length + s] = table.counts[start]!;
    });
  }
  return summed;
}
