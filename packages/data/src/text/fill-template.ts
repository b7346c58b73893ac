/** Values of the slots of a template; a function is called each time its slot occurs. */
export type SlotValues = Readonly<Record<string, string | (() => string)>>;

/**
 * Replaces every {slot}. A slot written with a capital, or at the beginning, gets its value capitalised, and
 * "a" becomes "an" before a vowel.
 * @throws RangeError for a slot without value: a defect of the template
 */
export function fillTemplate(template: string, values: SlotValues): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const key = slot[0]!.toLowerCase() + slot.slice(1);
    const value = values[key];
    if (value === undefined) throw new RangeError(`no value for {${slot}} in "${template}"`);
    const text = typeof value === 'string' ? value : value();
    return slot === key ? text : capitalise(text);
  });
  return capitalise(filled.replace(/\b([Aa]) (?=[aeiou])/g, '$1n '));
}

function capitalise(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
