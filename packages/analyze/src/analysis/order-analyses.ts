import type { Analysis } from './define-analysis.js';

type Ordered = Pick<Analysis, 'name' | 'scope'> & { readonly needs: Readonly<Record<string, Ordered>> };

/**
 * Analyses in an order in which each comes after those that it needs, else in the given one.
 * @throws Error where one needs an analysis that is not among them, is of another scope, or in the end itself
 */
export function orderAnalyses<A extends Ordered>(analyses: readonly A[]): A[] {
  const ordered = new Set<Ordered>();
  const visit = (analysis: Ordered, path: readonly Ordered[]): void => {
    if (ordered.has(analysis)) return;
    const names = [...path, analysis].map(({ name }) => name).join(' -> ');
    if (path.includes(analysis)) throw new Error(`analyses need one another: ${names}`);
    for (const needed of Object.values(analysis.needs)) {
      const via = `${names} -> ${needed.name}`;
      if (!(analyses as readonly Ordered[]).includes(needed)) throw new Error(`not in the registry: ${via}`);
      if (needed.scope !== analysis.scope) throw new Error(`of another scope: ${via}`);
      visit(needed, [...path, analysis]);
    }
    ordered.add(analysis);
  };
  for (const analysis of analyses) visit(analysis, []);
  return [...ordered] as A[];
}
