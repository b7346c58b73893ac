import { compareJson } from './compare-json.js';
import { compareTexts, type Difference, type FileComparison } from './difference.js';

interface ReportParts {
  /** Text of every part by its name: styles, scripts, sections, figures. */
  texts: Map<string, string>;
  /** The page's data, as JSON. */
  data: string;
}

/**
 * Compares two reports by their parts: `styles`, `script 0`, `section findings`, `figure g0-loss`, `data figures.g0-loss`,
 * and `frame` for what is around them. Hashes of code, manifests and scripts follow from what is compared elsewhere.
 */
export function compareReports(left: string, right: string): FileComparison {
  if (left === right) return { differences: [], notCompared: [] };
  const a = partsOf(left);
  const b = partsOf(right);
  const differences: Difference[] = [];
  for (const part of new Set([...a.texts.keys(), ...b.texts.keys()])) {
    const text = a.texts.get(part);
    const other = b.texts.get(part);
    if (text === undefined) differences.push({ part, text: 'only on the right' });
    else if (other === undefined) differences.push({ part, text: 'only on the left' });
    else differences.push(...compareTexts(text, other, part));
  }
  const [dataHere, dataThere] = [JSON.parse(a.data), JSON.parse(b.data)] as [unknown, unknown];
  const found = compareJson(dataHere, dataThere, '', 2).map(({ part, text }) => ({
    part: `data ${part}`,
    text,
  }));
  // The same values may be written in another way.
  differences.push(...(found.length > 0 ? found : compareTexts(a.data, b.data, 'data')));
  return { differences, notCompared: ['hashes of code, manifests and scripts in reports'] };
}

/** Cuts a page into parts. Every byte of it is in one of them: what is cut out leaves its name behind. */
function partsOf(html: string): ReportParts {
  const texts = new Map<string, string>();
  let data = 'null';
  let scripts = 0;
  const cut = (part: string, text: string): string => {
    if (texts.has(part)) throw new Error(`the page holds ${part} more than once`);
    texts.set(part, text);
    return `[${part}]`;
  };
  const frame = html
    .replace(/<style>([\s\S]*?)<\/style>/g, (_, text: string) => cut('styles', text))
    .replace(/<script([^>]*)>([\s\S]*?)<\/script>/g, (_, attributes: string, text: string) => {
      if (!attributes.includes('id="page-data"')) return cut(`script ${scripts++}`, attributes + text);
      data = text;
      return `[page data${attributes}]`;
    })
    .replace(/<figure\b[^>]*?\bid="([^"]+)"[\s\S]*?<\/figure>/g, (text, id: string) =>
      cut(`figure ${id}`, text),
    )
    .replace(/<section\b[^>]*?\bid="([^"]+)"[\s\S]*?<\/section>/g, (text, id: string) =>
      cut(`section ${id}`, id === 'provenance' ? withoutHashes(text) : text),
    )
    .replace(/'sha256-[\w+/=]+'/g, "'sha256-'");
  cut('frame', frame);
  return { texts, data };
}

const withoutHashes = (section: string): string =>
  section.replace(/<code title="[0-9a-f]{64}">[0-9a-f]{12}<\/code>/g, '<code></code>');
