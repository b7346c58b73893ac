/** A column that has another name on the right. */
export interface Rename {
  table: string;
  left: string;
  right: string;
}

/**
 * Parses `table.old=new`.
 * @throws Error when a rename has another form
 */
export function parseRenames(texts: readonly string[]): Rename[] {
  return texts.map((text) => {
    const [, table, left, right] = /^(\w+)\.(\w+)=(\w+)$/.exec(text) ?? [];
    if (!table || !left || !right) throw new Error(`--renamed: table.old=new, not ${text}`);
    return { table, left, right };
  });
}

/** The name on the right of a column on the left. */
export function renamed(renames: readonly Rename[], table: string, column: string): string {
  return renames.find((rename) => rename.table === table && rename.left === column)?.right ?? column;
}

/** Whether a table has renamed columns, and therefore may have another version. */
export const hasRenames = (renames: readonly Rename[], table: string): boolean =>
  renames.some((rename) => rename.table === table);
