/** Script that shows one fact: its text, its probes, its curves with the encounters, and what each encounter gave. */
export const factsScript = `
const factData = JSON.parse(document.getElementById('page-data').textContent).facts;
if (factData) {
  const byId = (id) => document.getElementById(id);
  const [runChoice, search, choice, count, place] = ['fact-run', 'fact-search', 'fact-choice', 'fact-count', 'fact'].map(byId);
  const dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2]];
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const facts = () => factData.runs[Number(runChoice.value)].facts;
  function list(keep) {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const found = facts().flatMap((fact, i) => {
      const text = [fact.id, fact.condition, fact.text, ...fact.probes.map((probe) => probe.prompt + ' ' + probe.target)].join(' ').toLowerCase();
      return words.every((word) => text.includes(word)) ? [i] : [];
    });
    const groups = Map.groupBy(found, (i) => facts()[i].condition);
    choice.replaceChildren(...Array.from(groups, ([condition, members]) =>
      make('optgroup', { label: condition }, ...members.map((i) =>
        make('option', { value: String(i), textContent: facts()[i].id + ': ' + facts()[i].text.slice(0, 60) })))));
    count.textContent = found.length + ' of ' + facts().length + ' facts';
    if (found.length === 0) return place.replaceChildren();
    choice.value = String(found.includes(keep) ? keep : choice.options[0].value);
    show();
  }
  let wanted = 0;
  async function show() {
    const turn = ++wanted;
    const fact = facts()[Number(choice.value)];
    const depths = [...new Set(fact.probes.map(({ depth }) => depth))];
    const look = (depth) => {
      const place = depths.indexOf(depth) % 7;
      return { colour: 'var(--s' + place + ')', dash: dashes[place] };
    };
    let at = 0;
    const updates = fact.updates.map((step) => (at += step));
    const rows = fact.probes.map((probe, p) => updates.flatMap((x, i) =>
      probe.values[i] === null ? [] : [{ series: String(p), x, y: probe.values[i] / 1000, ...look(probe.depth) }]));
    const panel = make('div', { className: 'panel broad', role: 'img', tabIndex: 0 });
    panel.ariaLabel = 'Log-probability of the probes of ' + fact.id + ' over training, with its encounters marked. The arrow keys read values.';
    const readout = make('div', { className: 'readout', hidden: true, role: 'status' });
    const legend = make('div', { className: 'legend' }, ...depths.map((depth, i) => {
      const sample = document.createElement('span');
      sample.className = 'c' + i;
      sample.innerHTML = '<svg width="26" height="10" aria-hidden="true"><line class="line" x1="1" x2="25" y1="5" y2="5" stroke-dasharray="' + dashes[i % 7].join(' ') + '"/></svg> ';
      sample.append(depth);
      return sample;
    }));
    const probes = make('table', { className: 'answers' });
    probes.append(make('caption', { textContent: 'Log-probability of every probe, nats per token' }));
    probes.createTHead().append(make('tr', {}, ...['Probe', 'Prompt and target', 'First', 'Highest', 'Last'].map((text) => make('th', { textContent: text, scope: 'col' }))));
    const body = probes.createTBody();
    fact.probes.forEach((probe, p) => {
      const values = rows[p].map(({ y }) => y);
      const number = (value) => (value === undefined || !Number.isFinite(value) ? '' : formatNumber(value));
      body.append(make('tr', {},
        make('td', { textContent: probe.depth }),
        make('td', { className: 'text' }, probe.prompt + ' ', make('mark', { textContent: probe.target })),
        ...[values[0], Math.max(...values), values.at(-1)].map((value) => make('td', { className: 'number', textContent: number(value) }))));
    });
    const effects = make('table', { className: 'numbers' });
    if (fact.encounters.length > 0) {
      effects.append(make('caption', { textContent: 'Effectivity of each encounter, mean over the probes of a depth, nats per token' }));
      effects.createTHead().append(make('tr', {}, ...['Encounter', 'Step', ...depths].map((text) => make('th', { textContent: text, scope: 'col' }))));
      const lines = effects.createTBody();
      fact.encounters.forEach((step, k) => lines.append(make('tr', {},
        make('th', { textContent: k + 1, scope: 'row' }), make('td', { textContent: step }),
        ...depths.map((depth) => {
          const known = fact.probes.flatMap((probe) => (probe.depth === depth && probe.effects[k] !== null ? [probe.effects[k]] : []));
          return make('td', { textContent: known.length === 0 ? '' : formatNumber(known.reduce((a, b) => a + b, 0) / known.length) });
        }))));
    }
    const scroll = (node, label) => make('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: label }, node);
    const figure = make('div', { className: 'figure' },
      make('h3', {}, fact.id + ' ', make('span', { className: 'interval', textContent: fact.condition + (fact.encounters.length === 0 ? ', never injected' : ', ' + fact.encounters.length + (fact.encounters.length === 1 ? ' encounter' : ' encounters')) })),
      make('p', { className: 'fact-text', textContent: fact.text }), legend, panel, readout,
      scroll(effects, 'Effectivity of each encounter'), scroll(probes, 'Probes of the fact'));
    if (turn !== wanted) return;
    place.replaceChildren(figure);
    const marks = fact.encounters.map((x) => ({ x }));
    const view = await drawPanel(panel, factData.spec, rows.flat(), marks);
    readValues(panel, readout, view, () => ({
      name: 'updates',
      series: fact.probes.map((probe, p) => ({ label: probe.depth + ' … ' + probe.target, colour: depths.indexOf(probe.depth), rows: rows[p] })),
    }));
  }
  const step = (by) => {
    const next = choice.options[choice.selectedIndex + by];
    if (next) { choice.value = next.value; show(); }
  };
  search.addEventListener('input', () => list(Number(choice.value)));
  search.addEventListener('keydown', (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    step(move);
  });
  choice.addEventListener('change', show);
  runChoice.addEventListener('change', () => list(0));
  byId('fact-previous').addEventListener('click', () => step(-1));
  byId('fact-next').addEventListener('click', () => step(1));
  whenNear(byId('facts'), () => list(0));
}
`;
