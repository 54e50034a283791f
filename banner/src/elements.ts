/** Making elements, without HTML text: nothing here can be injected into, and Trusted Types has nothing to object to. */

type Child = Node | string | false | null | undefined;

/** An element with attributes (`true` for one without value, `false` for none) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((it): it is Node | string => !!it));
  return element;
}

/** A button that does something. */
export function button(text: string, act: () => void, attributes: Readonly<Record<string, string | boolean>> = {}): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", act);
  return element;
}
