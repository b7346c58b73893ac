import { makeElement } from './make-element.js';

/** A line of a legend with what it stands for. */
export function legendSample(label: string, colour: number, dash: readonly number[]): HTMLElement {
  const sample = makeElement('span', { className: `c${colour}` });
  sample.innerHTML = `<svg width="26" height="10" aria-hidden="true"><line class="line" x1="1" x2="25" y1="5" y2="5" stroke-dasharray="${dash.join(' ')}"/></svg> `;
  sample.append(label);
  return sample;
}
