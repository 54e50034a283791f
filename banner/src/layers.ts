/**
 * What the visitor sees: the first layer (who asks, for what, accept, refuse, choose), the second (each purpose
 * and service with who, what, how long, where), the small button that reopens it, and placeholders.
 *
 * The first layer leaves the page usable; the second is modal, so that the browser keeps the focus in it. Both
 * stand first in the document: whoever goes on with Tab comes to the page from its beginning.
 */

import { asks, type Edition, say, type Service, type Words } from "./edition";
import { type Control, signalled } from "./choice";
import { button, make } from "./elements";
import { fill, type Texts } from "./texts";

/** What the layers need to know, and whom they tell. */
export interface Scene {
  readonly edition: Edition;
  readonly language: string;
  readonly texts: Texts;
  readonly gpc: boolean;
  /** When the choice in force was made, in milliseconds; nothing when the question is still open. */
  chosen(): number | null;
  /** Whether there was a choice before that no longer covers the edition. */
  wider(): boolean;
  /** Services that are allowed now. */
  may(): ReadonlySet<string>;
  /** The visitor decided: these services, on this layer. */
  decide(wanted: ReadonlySet<string>, layer: "first-layer" | "second-layer", control: Control): void;
  /** The visitor left without deciding. */
  quit(): void;
}

/** Draws the layers. */
export class Layers {
  readonly #dialog: HTMLDialogElement;
  #back: Element | null = null;
  #layer: "first-layer" | "second-layer" = "first-layer";

  constructor(readonly scene: Scene) {
    const { language } = scene;
    const dir = /^(ar|fa|he|ur)/.test(language) ? "rtl" : "ltr";
    this.#dialog = make("dialog", { id: "gestand", class: "gestand", lang: language, dir, "aria-labelledby": "gestand-title" });
    // Escape in the second layer, and a browser's own way of closing a dialog.
    this.#dialog.addEventListener("close", () => this.#dialog.isConnected && !this.#dialog.open && this.scene.quit());
    // Escape in the first, unless something else on the page has the focus and may want it.
    document.addEventListener("keydown", (event) => {
      const here = document.activeElement;
      if (event.key !== "Escape" || !this.#dialog.open || this.#layer !== "first-layer") return;
      if (!here || here === document.body || this.#dialog.contains(here)) this.scene.quit();
    });
  }

  /** Shows the first layer. */
  first(): void {
    const { edition, texts, gpc } = this.scene;
    const refused = edition.services.filter((it) => signalled(it, gpc));
    const open = edition.purposes.filter((it) => this.#of(it.id).some((one) => !signalled(one, gpc)));
    this.#show("first-layer", texts.title, [
      make("p", {}, this.scene.wider() && texts.changed + " ", fill(texts.lead, { who: edition.controller })),
      make("ul", {}, ...open.map((it) => make("li", {}, this.#say(it.name)))),
      make("p", {}, texts.calm + " ", ...this.#links()),
      refused.length > 0 && make("p", {}, fill(texts.gpc, { what: refused.map((it) => this.#say(it.name)).join(", ") })),
    ]);
  }

  /** Shows the second layer. */
  second(): void {
    const { edition, texts, language } = this.scene;
    const made = this.scene.chosen();
    const when = made && new Date(made).toLocaleDateString(language, { dateStyle: "long" });
    this.#show("second-layer", texts.panel, [
      when && make("p", {}, fill(texts.made, { when })),
      ...edition.purposes.map((it) => this.#purpose(it.id, it.name, it.description)),
      this.#purpose(null, texts.needed, texts.why),
      make("p", {}, ...this.#links()),
    ]);
  }

  /** Puts everything away and gives the focus back to where it was, or to what reopens the question. */
  hide(): void {
    const here = document.activeElement;
    const had = !here || here === document.body || this.#dialog.contains(here);
    if (!this.#dialog.isConnected) return this.#offer();
    this.#dialog.remove();
    this.#offer();
    if (had) this.#giveBack();
  }

  /** Offers the way back to the choices, for as long as the page stands. */
  #offer(): void {
    const { texts, edition, language } = this.scene;
    // A site's own link takes the place of the button, which would lie over something.
    if (edition.button !== false && !document.querySelector("#gestand-open,[data-gestand-open]")) {
      const again = button(texts.open, () => this.second(), { id: "gestand-open" });
      document.body.prepend(make("aside", { class: "gestand", lang: language, "aria-label": texts.cookies }, again));
    }
  }

  /** The focus goes to where it was; when that was nowhere, to the beginning of what one came to read. */
  #giveBack(): void {
    const back = this.#back;
    if (back instanceof HTMLElement && back.isConnected) return back.focus({ preventScroll: true });
    const start = document.querySelector<HTMLElement>("#gestand-open") ?? document.querySelector("h1");
    if (start && start.tabIndex < 0) start.tabIndex = -1;
    start?.focus({ preventScroll: true });
  }

  /** Says who would receive what, in the place of something that was not loaded. */
  placeholder(services: readonly Service[], allow: () => void): HTMLElement {
    const { texts, language } = this.scene;
    const join = (text: (it: Service) => string): string => [...new Set(services.map(text))].join(", ");
    const name = join((it) => this.#say(it.name));
    const who = join((it) => this.#who(it));
    const title = make("strong", {}, fill(texts.blocked, { name }));
    const what = join((it) => this.#say(it.what));
    return make(
      "div",
      { class: "gestand gestand-place", lang: language, role: "group", "aria-label": title.textContent ?? "" },
      title,
      make("p", {}, fill(texts.gets, { who, what })),
      make(
        "div",
        { class: "row" },
        !services.some((it) => signalled(it, this.scene.gpc)) && button(fill(texts.load, { name }), allow),
        button(texts.all, () => this.second()),
      ),
    );
  }

  #show(layer: "first-layer" | "second-layer", title: string, body: (Node | string | false | null | 0)[]): void {
    const { texts } = this.scene;
    const dialog = this.#dialog;
    if (!dialog.contains(document.activeElement)) this.#back = document.activeElement === document.body ? null : document.activeElement;
    const second = layer === "second-layer";
    const heading = make("h2", { id: "gestand-title", tabindex: "-1" }, title);
    const all = new Set(this.scene.edition.services.map((it) => it.id));
    const decide = (control: Control, wanted: () => ReadonlySet<string>) => () => this.scene.decide(wanted(), layer, control);
    dialog.replaceChildren(
      make(
        "div",
        { class: "head" },
        heading,
        button("×", () => this.scene.quit(), { "aria-label": this.scene.chosen() ? texts.leave : texts.close }),
      ),
      make("div", { class: "body" }, ...body.map((it) => it || null)),
      make(
        "div",
        { class: "foot row" },
        button(texts.refuse, decide("refuse", () => new Set()), { id: "gestand-refuse" }),
        button(texts.accept, decide("accept", () => all), { id: "gestand-accept" }),
        second
          ? button(texts.save, decide("save", () => this.#ticked()), { id: "gestand-save", class: "plain" })
          : button(texts.choose, () => this.second(), { id: "gestand-choose", class: "plain" }),
      ),
    );
    if (!dialog.isConnected) document.body.prepend(dialog);
    if (!dialog.open || layer !== this.#layer) {
      if (dialog.open) dialog.close();
      if (second) dialog.showModal();
      else dialog.show();
    }
    this.#layer = layer;
    heading.focus({ preventScroll: true });
  }

  #purpose(id: string | null, name: Words, description: Words): HTMLElement {
    const { texts, gpc, edition } = this.scene;
    const services = id === null ? edition.services.filter((it) => !asks(it)) : this.#of(id);
    const boxes = services.filter((it) => asks(it) && !signalled(it, gpc)).map((it) => this.#box(it));
    const off = id !== null && boxes.length === 0;
    const main = make("input", { type: "checkbox", disabled: off, id: id !== null && "gestand-" + id });
    const sync = (): void => {
      const ticked = boxes.filter((it) => it.checked).length;
      main.checked = ticked > 0 && ticked === boxes.length;
      main.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    for (const it of boxes) it.addEventListener("change", sync);
    main.addEventListener("change", () => boxes.forEach((it) => (it.checked = main.checked)));
    sync();
    const box = (it: Service): HTMLInputElement | undefined => boxes.find((one) => one.value === it.id);
    const count = services.length === 1 ? texts.one : fill(texts.more, { n: `${services.length}` });
    return make(
      "section",
      {},
      id === null ? make("h3", {}, this.#say(name)) : make("label", {}, make("span", {}, this.#say(name)), main),
      make("p", {}, this.#say(description), off && ` (${texts.off})`),
      services.length > 0 &&
        make("details", {}, make("summary", {}, count, make("span", { class: "unseen" }, `: ${this.#say(name)}`)), ...services.map((it) => this.#service(it, box(it)))),
    );
  }

  #box(service: Service): HTMLInputElement {
    const box = make("input", { type: "checkbox", value: service.id });
    box.checked = this.scene.may().has(service.id);
    return box;
  }

  #service(it: Service, box: HTMLInputElement | undefined): HTMLElement {
    const { texts } = this.scene;
    const name = this.#say(it.name);
    const long = it.cookies.map((one) => `${one.name}${one.host ? ` (${one.host})` : ""}: ${this.#say(one.lifetime)}`);
    const rows: [string, string[]][] = [
      [texts.who, [this.#who(it)]],
      [texts.what, [this.#say(it.what)]],
      [texts.long, long.length ? long : [texts.nothing]],
      [texts.where, (it.where ?? []).map((code) => this.#country(code))],
    ];
    return make(
      "div",
      { class: "service" },
      box ? make("label", {}, make("span", {}, name), box) : make("h4", {}, name),
      make("dl", {}, ...rows.filter(([, all]) => all.length).map(([term, all]) => make("div", {}, make("dt", {}, term), ...all.map((one) => make("dd", {}, one))))),
    );
  }

  #links(): HTMLElement[] {
    const { edition, texts } = this.scene;
    const link = (text: string, url: Words): HTMLElement => make("a", { href: this.#say(url) }, text);
    return [link(texts.cookies, edition.urls.cookies), link(texts.privacy, edition.urls.privacy)];
  }

  /** The services whose boxes are ticked. */
  #ticked(): Set<string> {
    return new Set([...this.#dialog.querySelectorAll<HTMLInputElement>("input[value]:checked")].map((it) => it.value));
  }

  #of(purpose: string): Service[] {
    return this.scene.edition.services.filter((it) => it.purpose === purpose && asks(it));
  }

  #say(words: Words): string {
    return say(words, this.scene.language);
  }

  #who(it: Service): string {
    return it.who ? this.#say(it.who) : this.scene.texts.us;
  }

  #country(code: string): string {
    return new Intl.DisplayNames(this.scene.language, { type: "region" }).of(code) ?? code;
  }
}
