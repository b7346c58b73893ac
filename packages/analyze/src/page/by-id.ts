/**
 * The element of an id.
 * @throws TypeError when the page has none, or one of another class
 */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const node = document.getElementById(id);
  if (node instanceof type) return node;
  throw new TypeError(`the page has no ${type.name} with the id ${id}`);
}
