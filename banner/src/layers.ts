/**
 * What the visitor sees: the first layer (who asks, for what, accept, refuse, choose), the second (each purpose
 * and service with who, what, how long, where), the small button that reopens it, and placeholders.
 *
 * The first layer leaves the page usable; the second is modal, so that the browser keeps the focus in it. Both
 * stand first in the document: whoever goes on with Tab comes to the page from its beginning.
 *
 * Functions and no class: what a closure holds becomes one letter in the build, what an object holds does not.
 */

import { type Control, signalled, type Source, SOURCES } from "./choice";
import { asks, type Edition, say, type Service, type Words } from "./edition";
import { button, type Child, make } from "./elements";
import { fill, T, type Texts } from "./texts";

/** What the layers need to know, and whom they tell. */
export interface Scene {
  readonly edition: Edition;
  readonly language: string;
  readonly texts: Texts;
  readonly gpc: boolean;
  /** When the last choice was made, in milliseconds; nothing when there is none. */
  since(): number | undefined;
  /** Whether the question is open: there is no choice, or none that covers the edition. */
  open(): boolean;
  /** Services that are allowed now. */
  may(): ReadonlySet<string>;
  /** The visitor decided: these services, on this layer. */
  settle(wanted: readonly string[], layer: Source, control: Control): void;
}

/** What the rest of the banner asks of the layers. */
export interface Layers {
  /** Shows the first layer. */
  first(): void;
  /** Shows the second layer. */
  second(): void;
  /** Puts everything away and gives the focus back to where it was, or to what reopens the question. */
  hide(): void;
  /** Says who would receive what, in the place of something that was not loaded. */
  placeholder(services: readonly Service[]): HTMLElement;
}

/** Draws the layers. */
export function layers({ edition, language, texts, gpc, since, open, may, settle }: Scene): Layers {
  const { controller, purposes, services, urls } = edition;
  const dialog = make("dialog", {
    id: "gestand",
    className: "gestand",
    lang: language,
    dir: /^(ar|fa|he|ur)/.test(language) ? "rtl" : "ltr",
    "aria-labelledby": "gestand-title",
    // Escape in the second layer, and a browser's own way of closing a dialog.
    onclose: () => dialog.isConnected && !dialog.open && quit(),
  });
  let back: HTMLElement | null;
  let layer = 0;
  // Made when it is first needed, and once: the names of all countries take many milliseconds.
  let countries: Intl.DisplayNames | undefined;

  const words = (it: Words): string => say(it, language);
  const named = (it: Service): string => words(it.name);
  const who = (it: Service): string => (it.who ? words(it.who) : texts[T.us]!);
  const of = (purpose: string): Service[] => services.filter((it) => it.purpose === purpose && asks(it));
  const tickbox = (more: object): HTMLInputElement => make("input", { type: "checkbox", ...more });
  const ticked = (): string[] => [...dialog.querySelectorAll<HTMLInputElement>("[value]:checked")].map((it) => it.value);

  /** Whether the focus is with us, or nowhere: nothing else on the page wants it. */
  function ours(): boolean {
    const here = document.activeElement;
    return !here || here === document.body || dialog.contains(here);
  }

  /** The visitor leaves: a question that is open is refused, a choice stays as it is. */
  function quit(): void {
    if (open()) settle([], SOURCES[0], "close");
    else hide();
  }

  function show(next: 0 | 1, title: string | undefined, ...body: Child[]): void {
    if (!ours()) back = document.activeElement as HTMLElement;
    const press = (control: Control, text: string | undefined, wanted: () => string[]): HTMLElement =>
      button(text!, () => settle(wanted(), SOURCES[next], control), { id: "gestand-" + control });
    const heading = make("h2", { id: "gestand-title", tabIndex: -1 }, title);
    dialog.replaceChildren(
      make("div", { className: "head" }, heading, button("×", quit, { "aria-label": texts[open() ? T.close : T.leave] })),
      make("div", { className: "body" }, ...body),
      make(
        "div",
        { className: "foot row" },
        press("refuse", texts[T.refuse], () => []),
        // What the browser refuses is accepted one by one, or not at all.
        press("accept", texts[T.accept], () => [...ticked(), ...services.filter((it) => !signalled(it, gpc)).map((it) => it.id)]),
        next ? press("save", texts[T.save], ticked) : button(texts[T.choose]!, second, { id: "gestand-choose" }),
      ),
    );
    if (!dialog.isConnected) document.body.prepend(dialog);
    dialog.close();
    layer = next;
    if (next) dialog.showModal();
    else dialog.open = true;
    heading.focus({ preventScroll: true });
  }

  function first(): void {
    const refused = services.filter((it) => signalled(it, gpc));
    show(
      0,
      texts[T.title],
      make("p", since() && texts[T.changed] + " ", fill(texts[T.lead], { who: controller })),
      make("ul", ...purposes.filter((it) => of(it.id).some((one) => !refused.includes(one))).map((it) => make("li", words(it.name)))),
      make("p", texts[T.calm] + " ", ...links()),
      refused[0] && make("p", fill(texts[T.gpc], { what: refused.map(named).join(", ") })),
    );
  }

  function second(): void {
    const when = since();
    show(
      1,
      texts[T.panel],
      !open() && when && make("p", fill(texts[T.made], { when: new Date(when).toLocaleDateString(language, { dateStyle: "long" }) })),
      ...purposes.map((it) => purpose(words(it.name), words(it.description), of(it.id), it.id)),
      purpose(texts[T.needed]!, texts[T.why]!, services.filter((it) => !asks(it))),
      make("p", ...links()),
    );
  }

  function hide(): void {
    const had = dialog.isConnected && ours();
    dialog.remove();
    // A site's own link takes the place of the button, which would lie over something.
    if (edition.button !== false && !document.querySelector("#gestand-open,[data-gestand-open]")) {
      const again = button(texts[T.open]!, second, { id: "gestand-open" });
      document.body.prepend(make("aside", { className: "gestand", lang: language, "aria-label": texts[T.cookies] }, again));
    }
    if (!had) return;
    // The focus goes to where it was; when that was nowhere, to the beginning of what one came to read.
    const start = back?.isConnected ? back : document.querySelector<HTMLElement>("#gestand-open,h1");
    if (start && start.tabIndex < 0) start.tabIndex = -1;
    start?.focus({ preventScroll: true });
  }

  function placeholder(all: readonly Service[]): HTMLElement {
    const join = (text: (it: Service) => string): string => [...new Set(all.map(text))].join(", ");
    const name = join(named);
    const title = fill(texts[T.blocked], { name });
    return make(
      "div",
      { className: "gestand gestand-place", lang: language, role: "group", "aria-label": title },
      make("strong", title),
      make("p", fill(texts[T.gets], { who: join(who), what: join((it) => words(it.what)) })),
      make(
        "div",
        { className: "row" },
        button(fill(texts[T.load], { name }), () => settle([...may(), ...all.map((it) => it.id)], SOURCES[2], "allow")),
        button(texts[T.all]!, second),
      ),
    );
  }

  /** A purpose with its services. Without an id it is what works unasked. */
  function purpose(name: string, description: string, all: readonly Service[], id?: string): HTMLElement {
    const sync = (): void => {
      const some = boxes.some((it) => it.checked);
      main.checked = some && boxes.every((it) => it.checked);
      main.indeterminate = some && !main.checked;
    };
    const boxes = id ? all.map((it) => tickbox({ name: it.kind, value: it.id, checked: may().has(it.id), onchange: sync })) : [];
    const main = tickbox({ id: "gestand-" + id, onchange: () => boxes.forEach((it) => (it.checked = main.checked)) });
    sync();
    return make(
      "section",
      id ? make("label", make("span", name), main) : make("h3", name),
      make("p", description, all.some((it) => signalled(it, gpc)) && ` (${texts[T.off]})`),
      make("details", make("summary", all.map(named).join(", ")), ...all.map((it, at) => service(it, boxes[at]))),
    );
  }

  function service(it: Service, box: HTMLInputElement | undefined): HTMLElement {
    const long = it.cookies.map((one) => `${one.name}${one.host ? ` (${one.host})` : ""}: ${words(one.lifetime)}`);
    const rows: [T, ...string[]][] = [
      [T.who, who(it)],
      [T.what, words(it.what)],
      [T.long, ...(long[0] ? long : [texts[T.nothing]!])],
      [T.where, ...(it.where ?? []).map((code) => (countries ??= new Intl.DisplayNames(language, { type: "region" })).of(code) ?? code)],
    ];
    return make(
      "div",
      { className: "service" },
      box ? make("label", make("span", named(it)), box) : make("h4", named(it)),
      make(
        "dl",
        ...rows.map(([term, ...all]) => all[0] && make("div", make("dt", texts[term]), ...all.map((one) => make("dd", one)))),
      ),
    );
  }

  const links = (): HTMLElement[] => [
    make("a", { href: words(urls.cookies) }, texts[T.cookies]),
    make("a", { href: words(urls.privacy) }, texts[T.privacy]),
  ];

  // Escape in the first layer, unless something else on the page has the focus and may want it.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && dialog.open && !layer && ours()) quit();
  });
  return { first, second, hide, placeholder };
}
