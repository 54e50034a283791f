/** Making elements, without HTML text: nothing here can be injected into, and Trusted Types has nothing to object to. */

/** Properties of an element; a name that is no property becomes an attribute. */
type Properties = Readonly<Record<string, unknown>>;

/** What stands in an element, and its properties among it; whatever is empty is left out. */
export type Child = Node | string | Properties | false | null | undefined | 0 | "";

/** An element with what stands in it. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, ...parts: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const part of parts) {
    if (part && part.constructor === Object) {
      for (const [name, value] of Object.entries(part)) {
        if (name in element) (element as unknown as Record<string, unknown>)[name] = value;
        else element.setAttribute(name, value as string);
      }
    } else if (part) element.append(part as Node | string);
  }
  return element;
}

/** A button that does something. */
export const button = (text: string, onclick: () => void, more?: Properties): HTMLButtonElement =>
  make("button", { type: "button", onclick, ...more }, text);
