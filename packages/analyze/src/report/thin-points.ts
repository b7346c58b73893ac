/**
 * Keeps about `wanted` points, evenly along the axis; the first and the last stay.
 * @param points by ascending x
 * @param log whether the axis is logarithmic
 */
export function thinPoints<T extends { x: number }>(points: readonly T[], log: boolean, wanted = 360): T[] {
  if (points.length <= wanted) return [...points];
  const place = (x: number): number => (log ? Math.log(x) : x);
  const from = place(points[0]!.x);
  const width = (place(points[points.length - 1]!.x) - from) / wanted;
  let cell = -1;
  return points.filter((point, i) => {
    const own = Math.floor((place(point.x) - from) / width);
    const keep = own > cell || i === points.length - 1;
    cell = Math.max(cell, own);
    return keep;
  });
}
