/**
 * Colours of the page by the name of their CSS variable. The series s0 .. s7 are told apart under the colour blindnesses
 * and stand out from the card, by hue and by lightness (theme.test.ts).
 */
export const lightColours: Readonly<Record<string, string>> = {
  paper: '#fdfdfb',
  card: '#ffffff',
  ink: '#1c2126',
  soft: '#5b646d',
  faint: '#e4e6e8',
  rule: '#cfd4d8',
  s0: '#0072b2',
  s1: '#c75200',
  s2: '#205331',
  s3: '#8a0c6e',
  s4: '#b18b62',
  s5: '#00a2c6',
  s6: '#b476f9',
  s7: '#7c8286',
  good: '#00694a',
  'good-bg': '#dff3ea',
  bad: '#a52714',
  'bad-bg': '#fce6e1',
  other: '#1f4e8c',
  'other-bg': '#e2ebf8',
  open: '#5f5212',
  'open-bg': '#f6efcf',
  claim: '#e6ecf1',
  mark: '#fff0b8',
};

export const darkColours: Readonly<Record<string, string>> = {
  paper: '#14181c',
  card: '#1b2025',
  ink: '#e6e9ec',
  soft: '#a3adb6',
  faint: '#2a3138',
  rule: '#3c454d',
  s0: '#5bb3ea',
  s1: '#f5924b',
  s2: '#4ff7b8',
  s3: '#bf3264',
  s4: '#ffda41',
  s5: '#b7e2fb',
  s6: '#5469e5',
  s7: '#a0a6aa',
  good: '#7fdcb8',
  'good-bg': '#12372b',
  bad: '#ff9d8a',
  'bad-bg': '#43201a',
  other: '#a9c8f5',
  'other-bg': '#1c2f4a',
  open: '#e6d483',
  'open-bg': '#383213',
  claim: '#2a333b',
  mark: '#4d4418',
};

/** A colour as drawings name it: the page resolves it, in light and in dark. */
export const colour = (name: string): string => `var(--${name})`;

/** Colour of a series by its number. */
export const seriesColour = (number: number): string => colour(`s${number}`);

/** A drawing outside the page, where no style sheet resolves the names: in the light colours. */
export function withLightColours(svg: string): string {
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => lightColours[name] ?? whole);
}

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
const light = `color-scheme:light;${variables(lightColours)}`;
const dark = `color-scheme:dark;${variables(darkColours)}`;

/** Style sheet that gives the names their colours: light and dark by the system or by the switch of the page. */
export const themeStyle = `:root{${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
:root[data-theme=dark]{${dark}}
@media print{:root:root{${light}}}
`;
