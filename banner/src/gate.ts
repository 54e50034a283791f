/**
 * The gate: what may not run before the choice does not run. A page marks it:
 *
 *     <script type="text/plain" data-service="google-analytics" data-src="https://…"></script>
 *     <iframe data-service="video" data-src="https://…" title="…"></iframe>
 *     <img data-purpose="marketing" data-src="https://…" alt="">
 *
 * `data-service` names a service, `data-purpose` all services of a purpose; given both, the service must serve
 * that purpose. What names nothing that the edition knows stays closed. Frames and images leave a placeholder
 * that says who would receive what. To gate another kind of element, nothing is needed: whatever has `data-src`
 * gets its `src` when it opens.
 */

import { asks, type Edition, type Service } from "./edition";

interface Policy {
  createScript(text: string): string;
  createScriptURL(url: string): string;
}

type Factory = { createPolicy(name: string, rules: Policy): Policy };

const GATED = "script[type='text/plain'],[data-src]";

/** A page's own way to make an element that says what is missing. */
export type Placeholder = (services: readonly Service[]) => HTMLElement;

/** Holds things back and lets them go. */
export class Gate {
  /** Services whose scripts ran on this page: they cannot be stopped, only left behind by a reload. */
  readonly ran = new Set<string>();
  #may: ReadonlySet<string> = new Set();
  #queue: Promise<void> = Promise.resolve();
  readonly #stand = new Map<Element, HTMLElement>();
  readonly #policy: Policy;

  constructor(
    readonly edition: Edition,
    readonly nonce: string,
    readonly placeholder: Placeholder,
  ) {
    const rules: Policy = { createScript: (text) => text, createScriptURL: (url) => url };
    const factory = (window as { trustedTypes?: Factory }).trustedTypes;
    this.#policy = factory ? factory.createPolicy("gestand", rules) : rules;
    // Pages that change without loading bring new things to gate.
    new MutationObserver((all) => all.some((it) => it.addedNodes.length) && this.look()).observe(document, {
      childList: true,
      subtree: true,
    });
  }

  /** From now on these services may run, and no others. */
  set(may: ReadonlySet<string>): void {
    this.#may = may;
    this.look();
  }

  /** Looks through the page for what may open and what must close. */
  look(): void {
    for (const it of document.querySelectorAll<HTMLElement>(GATED)) {
      const { service, purpose } = it.dataset;
      if (!service && !purpose) continue;
      const wanted = this.edition.services.filter(
        (one) => (service ? one.id === service : asks(one)) && (!purpose || one.purpose === purpose),
      );
      const open = wanted.length > 0 && wanted.every((one) => this.#may.has(one.id));
      if (it instanceof HTMLScriptElement) {
        if (open) this.#run(it, wanted);
      } else if (open !== it.hasAttribute("src")) {
        if (open) this.#open(it);
        else this.#close(it);
      } else if (!open && !this.#stand.has(it)) this.#replace(it, wanted);
    }
  }

  /** Puts a live script in the place of the inert one; scripts run in the order in which they stand. */
  #run(inert: HTMLScriptElement, services: readonly Service[]): void {
    inert.type = "text/gestand";
    this.#queue = this.#queue.then(() => {
      if (!services.every((it) => this.#may.has(it.id))) {
        inert.type = "text/plain";
        return;
      }
      for (const it of services) this.ran.add(it.id);
      const live = document.createElement("script");
      for (const { name, value } of inert.attributes) {
        if (!/^(type|src|nonce|data-(src|type))$/.test(name)) live.setAttribute(name, value);
      }
      live.nonce = this.nonce;
      const { src, type } = inert.dataset;
      if (type) live.type = type;
      const url = src ?? inert.getAttribute("src");
      live.async = inert.async;
      if (url === null) {
        live.text = this.#policy.createScript(inert.text);
        inert.replaceWith(live);
        return;
      }
      live.src = this.#policy.createScriptURL(url);
      return new Promise<void>((done) => {
        live.onload = live.onerror = () => done();
        inert.replaceWith(live);
        if (inert.hasAttribute("async")) done();
      });
    });
  }

  #open(it: HTMLElement): void {
    it.setAttribute("src", it.dataset.src ?? "");
    it.hidden = false;
    this.#stand.get(it)?.remove();
    this.#stand.delete(it);
  }

  /** A frame that has loaded is thrown away: emptying it would leave its history and its timers. */
  #close(it: HTMLElement): void {
    const fresh = it.cloneNode() as HTMLElement;
    fresh.removeAttribute("src");
    it.replaceWith(fresh);
  }

  #replace(it: HTMLElement, services: readonly Service[]): void {
    it.hidden = true;
    const counts = it instanceof HTMLImageElement && (it.width < 3 || it.height < 3) && it.hasAttribute("width");
    const stand = counts || !services.length ? document.createElement("span") : this.placeholder(services);
    this.#stand.set(it, stand);
    it.before(stand);
  }
}
