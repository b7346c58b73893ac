import { transforms } from 'vega-dataflow';
import * as encode from 'vega-encode';
import * as regression from 'vega-regression';
import * as data from 'vega-transforms';
import * as views from 'vega-view-transforms';

// What Vega-Lite compiles charts on x and y axes to; maps, networks, trees and word clouds would add a quarter to the
// size of every page.
Object.assign(transforms, data, views, encode, regression);

export { expressionInterpreter } from 'vega-interpreter';
export { parse } from 'vega-parser';
export { View } from 'vega-view';
