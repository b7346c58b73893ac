// Vega's packages declare no types; those of their exports are in vega-typings.
declare module 'vega-dataflow' {
  /** Every transform that a specification may name. */
  export const transforms: Record<string, unknown>;
}
declare module 'vega-encode';
declare module 'vega-regression';
declare module 'vega-transforms';
declare module 'vega-view-transforms';
declare module 'vega-parser' {
  export { parse } from 'vega';
}
declare module 'vega-view' {
  export { View } from 'vega';
}
