import { byId } from './by-id.js';
import { factFigure } from './fact-figure.js';
import { makeElement } from './make-element.js';
import type { FactsContent, ViewedFact } from './page-content.js';
import { content } from './read-content.js';
import { whenNear } from './when-near.js';

if (content.facts) showFacts(content.facts);

/** The choice of a fact by run and by words, and the figure of the one that is chosen. */
function showFacts({ spec, unit, runs }: FactsContent): void {
  const runChoice = byId('fact-run', HTMLSelectElement);
  const search = byId('fact-search', HTMLInputElement);
  const choice = byId('fact-choice', HTMLSelectElement);
  const count = byId('fact-count', HTMLOutputElement);
  const place = byId('fact', HTMLDivElement);
  const facts = (): ViewedFact[] => runs[Number(runChoice.value)]!.facts;

  /** Offers the facts that have all words; the one of number `keep` stays chosen where it is among them. */
  function list(keep: number): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = facts();
    const found = [...all.keys()].filter((i) => words.every((word) => searchText(all[i]!).includes(word)));
    const groups = Map.groupBy(found, (i) => all[i]!.condition);
    choice.replaceChildren(
      ...Array.from(groups, ([label, members]) =>
        makeElement('optgroup', { label }, ...members.map((i) => factOption(all[i]!, i))),
      ),
    );
    count.textContent = `${found.length} of ${all.length} facts`;
    if (found.length === 0) {
      place.replaceChildren();
      return;
    }
    choice.value = String(found.includes(keep) ? keep : choice.options[0]!.value);
    show();
  }
  function show(): void {
    const { figure, draw } = factFigure(facts()[Number(choice.value)]!, spec, unit);
    place.replaceChildren(figure);
    void draw();
  }
  function step(by: number): void {
    const next = choice.options[choice.selectedIndex + by];
    if (!next) return;
    choice.value = next.value;
    show();
  }
  search.addEventListener('input', () => list(Number(choice.value)));
  search.addEventListener('keydown', (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    step(move);
  });
  choice.addEventListener('change', show);
  runChoice.addEventListener('change', () => list(0));
  byId('fact-previous', HTMLButtonElement).addEventListener('click', () => step(-1));
  byId('fact-next', HTMLButtonElement).addEventListener('click', () => step(1));
  whenNear(byId('facts', HTMLElement), () => list(0));
}

const searchText = ({ id, condition, text, probes }: ViewedFact): string =>
  [id, condition, text, ...probes.map(({ prompt, target }) => `${prompt} ${target}`)].join(' ').toLowerCase();

const factOption = ({ id, text }: ViewedFact, number: number): HTMLOptionElement =>
  makeElement('option', { value: String(number), textContent: `${id}: ${text.slice(0, 60)}` });
