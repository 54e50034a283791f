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

/** A page's own way to make an element that says what is missing. */
export type Placeholder = (services: readonly Service[]) => HTMLElement;

/** Holds things back and lets them go. */
export interface Gate {
  /** Services whose scripts ran on this page: they cannot be stopped, only left behind by a reload. */
  readonly ran: Set<string>;
  /** Looks through the page for what may open and what must close. */
  look(): void;
}

/** The gate of a page. `may` says what may run at this moment. */
export function gate({ services }: Edition, nonce: string, may: () => ReadonlySet<string>, placeholder: Placeholder): Gate {
  const ran = new Set<string>();
  const stands = new Map<Element, HTMLElement>();
  let queue: Promise<void> = Promise.resolve();
  const rules: Policy = { createScript: (text) => text, createScriptURL: (url) => url };
  const policy = (window as { trustedTypes?: Factory }).trustedTypes?.createPolicy("gestand", rules) ?? rules;
  const open = (wanted: readonly Service[]): boolean => !!wanted[0] && wanted.every((it) => may().has(it.id));

  function look(): void {
    for (const it of document.querySelectorAll<HTMLElement>("script[type='text/plain'],:not(script)[data-src]")) {
      const { service, purpose, src } = it.dataset;
      if (!service && !purpose) continue;
      const wanted = services.filter((one) => (service ? one.id === service : asks(one)) && (!purpose || one.purpose === purpose));
      if (it instanceof HTMLScriptElement) {
        if (open(wanted)) run(it, wanted);
      } else if (open(wanted)) {
        if (it.hasAttribute("src")) continue;
        it.setAttribute("src", src ?? "");
        it.hidden = false;
        stands.get(it)?.remove();
        stands.delete(it);
      } else if (it.hasAttribute("src")) {
        // A frame that has loaded is thrown away: emptying it would leave its history and its timers.
        const fresh = it.cloneNode() as HTMLElement;
        fresh.removeAttribute("src");
        it.replaceWith(fresh);
      } else if (!stands.has(it)) {
        // A counting image needs no words.
        const counts = it instanceof HTMLImageElement && it.hasAttribute("width") && (it.width < 3 || it.height < 3);
        const stand = counts || !wanted[0] ? document.createElement("span") : placeholder(wanted);
        it.hidden = true;
        stands.set(it, stand);
        it.before(stand);
      }
    }
  }

  /** Puts a live script in the place of the inert one; scripts run in the order in which they stand. */
  function run(inert: HTMLScriptElement, wanted: readonly Service[]): void {
    inert.type = "text/gestand";
    queue = queue.then(() => {
      if (!open(wanted)) {
        inert.type = "text/plain";
        return;
      }
      for (const it of wanted) ran.add(it.id);
      const live = document.createElement("script");
      for (const { name, value } of inert.attributes) {
        if (!/^(type|src|nonce|data-(src|type))$/.test(name)) live.setAttribute(name, value);
      }
      const { src, type } = inert.dataset;
      const url = src ?? inert.getAttribute("src");
      live.type = type ?? "";
      live.nonce = nonce;
      live.async = inert.async;
      if (url === null) {
        live.text = policy.createScript(inert.text);
        inert.replaceWith(live);
        return;
      }
      live.src = policy.createScriptURL(url);
      return new Promise<void>((done) => {
        live.onload = live.onerror = () => done();
        inert.replaceWith(live);
        if (inert.hasAttribute("async")) done();
      });
    });
  }

  return { ran, look };
}
