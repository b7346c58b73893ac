const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for use between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  // Control characters are not allowed in HTML, and generated answers hold them.
  return text.replace(/[&<>"']/g, (char) => entities[char]!).replace(/[^\P{Cc}\n\t]/gu, '\u{FFFD}');
}

/** JSON for a script element: `<` is escaped, so that no text can end the element. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
