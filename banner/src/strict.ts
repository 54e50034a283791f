/**
 * Strict mode: also stops what the page's own scripts start by themselves. A request by script, frame, image,
 * `fetch`, beacon, XMLHttpRequest, WebSocket or EventSource goes only to the site itself, to hosts that the
 * edition declares for it, and to hosts of services that are allowed now. A cookie is written only under a name
 * that a necessary or allowed service declares.
 *
 * It reaches what scripts do in the page. What stands in the page's HTML is fetched by the browser before any
 * script sees it, so it must be gated there (`data-src`), and a content security policy is the fence around
 * both. An element that is stopped and whose service is known waits at the gate like any other.
 */

import { matches } from "./cookies";
import type { Edition, Service } from "./edition";
import { attempt } from "./memory";

/** Whether a host is `declared` or below it. */
export const within = (host: string, declared: string): boolean => host === declared || host.endsWith("." + declared);

/** Whether scripts may write a cookie of this name. */
export const mayWrite = (edition: Edition, may: ReadonlySet<string>, name: string): boolean =>
  name === edition.memory.name ||
  edition.services.some((it) => may.has(it.id) && it.cookies.some((one) => matches(one.name, name)));

type Loading = HTMLScriptElement | HTMLIFrameElement | HTMLImageElement;

/** Takes its place before the page's own functions. */
export function guard(edition: Edition, may: () => ReadonlySet<string>): void {
  const own = [location.hostname, ...(edition.hosts ?? []), hostOf(edition.urls.record ?? "") ?? location.hostname];

  /** Whether a request may go there. */
  const open = (url: unknown): boolean => {
    const host = hostOf(url);
    if (host === null || own.some((it) => within(host, it))) return true;
    return edition.services.some((it) => may().has(it.id) && it.hosts?.some((one) => within(host, one)));
  };

  const serviceOf = (url: unknown): Service | undefined => {
    const host = hostOf(url) ?? "";
    return edition.services.find((it) => it.hosts?.some((one) => within(host, one)));
  };

  /** Stops an element: at the gate when its service is known, for good otherwise. */
  const hold = (element: Loading, url: unknown): void => {
    element.dataset.src = String(url);
    element.dataset.service = serviceOf(url)?.id ?? "undeclared";
    if (element instanceof HTMLScriptElement) element.type = "text/plain";
  };

  const plain = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
    if (/^src$/i.test(name) && isLoading(this) && !open(value)) return hold(this, value);
    return plain.call(this, name, value);
  };
  for (const { prototype } of [HTMLScriptElement, HTMLIFrameElement, HTMLImageElement]) {
    const found = Object.getOwnPropertyDescriptor(prototype, "src");
    if (!found?.set) continue;
    const { set } = found;
    Object.defineProperty(prototype, "src", {
      ...found,
      set(this: Loading, url: unknown) {
        if (open(url)) set.call(this, url);
        else hold(this, url);
      },
    });
  }

  const fetching = window.fetch;
  window.fetch = (input, init) =>
    open(input instanceof Request ? input.url : input)
      ? fetching.call(window, input, init)
      : Promise.reject(new TypeError("stopped: the visitor has not allowed this host"));
  const beacon = navigator.sendBeacon;
  navigator.sendBeacon = (url, data) => open(url) && beacon.call(navigator, url, data);
  const opening = XMLHttpRequest.prototype.open as (...all: unknown[]) => void;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...all: unknown[]) {
    if (!open(all[1])) throw new DOMException("stopped: the visitor has not allowed this host", "SecurityError");
    return opening.apply(this, all);
  };
  for (const name of ["WebSocket", "EventSource"] as const) {
    (window as unknown as Record<string, unknown>)[name] = new Proxy(window[name], {
      construct(real, all, self) {
        if (!open(all[0])) throw new DOMException("stopped: the visitor has not allowed this host", "SecurityError");
        return Reflect.construct(real, all, self) as object;
      },
    });
  }

  const jar = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  if (jar?.set && jar.get) {
    const { get, set } = jar;
    Object.defineProperty(document, "cookie", {
      configurable: true,
      get: () => get.call(document) as string,
      set: (text: unknown) => {
        const name = String(text).split(/[=;]/, 1)[0]?.trim() ?? "";
        // What removes a cookie is always welcome.
        if (mayWrite(edition, may(), name) || /;\s*max-age=(0|-)/i.test(String(text))) set.call(document, text);
      },
    });
  }
}

const isLoading = (it: Element): it is Loading =>
  it instanceof HTMLScriptElement || it instanceof HTMLIFrameElement || it instanceof HTMLImageElement;

/** The host that a request to `url` goes to; nothing when it goes over no network. */
function hostOf(url: unknown): string | null {
  const parsed = attempt(() => new URL(String(url), document.baseURI));
  return parsed && /^(https?|wss?):$/.test(parsed.protocol) ? parsed.hostname : null;
}
