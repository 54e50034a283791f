/**
 * The banner as a whole: reads the choice, sets the gate, asks when it must, carries out what is decided.
 *
 * Nothing counts as consent but a press on a button of ours. Without a choice that can be read, nothing runs.
 * The order on a choice is: remember, tell, open the gate, send the proof. On a withdrawal what the service
 * stored is removed first, and the page is loaded anew when a script of the service had run.
 */

import { allowed, type Choice, type Control, decide, mustAsk, record, type Source } from "./choice";
import { clear } from "./cookies";
import { asks, type Edition } from "./edition";
import { Gate } from "./gate";
import { Layers } from "./layers";
import { attempt, recall, remember } from "./memory";
import { deliver } from "./proof";
import { tell, tellDenied } from "./signals";
import css from "./style.css";
import { texts } from "./texts";

/** What a site's own scripts may use: `window.gestand`. */
export interface Api {
  /** Shows the choices. */
  open(): void;
  /** Whether a service may run now. */
  allowed(service: string): boolean;
  /** The choice in force, or nothing. */
  choice(): Choice | null;
  /** Refuses everything, as the button does. */
  refuse(): void;
  /** Calls `act` now and whenever what is allowed changes; gives a function that ends it. */
  on(act: (allowed: readonly string[]) => void): () => void;
}

/** What a stricter build adds before anything else happens. */
export type Guard = (edition: Edition, may: () => ReadonlySet<string>) => void;

/** The language of the page, of the browser, or the edition's first. */
function languageOf({ languages }: Edition): string {
  const wanted = [document.documentElement.lang, ...navigator.languages].map((it) => it.split("-", 1)[0] ?? "");
  return wanted.find((it) => languages.includes(it)) ?? languages[0] ?? "en";
}

/** Without a nonce, in a browser without constructed style sheets, a page that forbids inline style shows the plain dialog. */
function dress(nonce: string): void {
  const done = attempt(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return true;
  });
  if (done) return;
  const style = document.createElement("style");
  style.nonce = nonce;
  style.textContent = css;
  document.head.append(style);
}

/** Starts the banner for an edition. */
export function start(edition: Edition, guard?: Guard): void {
  const page = window as { gestand?: Api };
  if (page.gestand) return;
  const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? "";
  const signals = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  const gpc = signals.globalPrivacyControl === true || signals.doNotTrack === "1";
  const language = languageOf(edition);
  let choice = recall(edition.memory);
  let may = allowed(edition, choice, gpc);
  guard?.(edition, () => may);

  const layers = new Layers({
    edition,
    language,
    texts: texts(language, edition.texts?.[language]),
    gpc,
    chosen: () => (choice && !mustAsk(edition, choice, gpc) ? choice.at : null),
    wider: () => !!choice,
    may: () => may,
    decide: make,
    quit: () => {
      if (mustAsk(edition, choice, gpc)) make(new Set(), "first-layer", "close");
      else layers.hide();
    },
  });
  const gate = new Gate(edition, nonce, (services) =>
    layers.placeholder(services, () => make(new Set([...may, ...services.map((it) => it.id)]), "placeholder", "allow")),
  );
  const others = attempt(() => new BroadcastChannel("gestand"));

  /** A choice is made. */
  function make(wanted: ReadonlySet<string>, source: Source, control: Control): void {
    const sides = decide(edition, wanted, gpc);
    const less = Object.keys(choice?.yes ?? {}).some((it) => sides.yes[it] === undefined);
    choice = {
      v: 1,
      id: choice?.id ?? randomId(),
      edition: edition.hash,
      at: Date.now(),
      language,
      source: less ? "withdrawal" : source,
      ...sides,
      gpc,
    };
    remember(edition.memory, choice);
    layers.hide();
    carryOut();
    others?.postMessage(0);
    const { record: url } = edition.urls;
    if (url) void deliver(url, record(edition, choice, location.hostname, control));
  }

  /** Makes the page what the choice says. */
  function carryOut(): void {
    may = allowed(edition, choice, gpc);
    if (choice) clear(edition.services.filter((it) => asks(it) && !may.has(it.id)));
    tell(edition, may, choice);
    gate.set(may);
    if ([...gate.ran].some((it) => !may.has(it))) location.reload();
  }

  if (others) {
    others.onmessage = () => {
      choice = recall(edition.memory);
      layers.hide();
      carryOut();
    };
  }
  page.gestand = {
    open: () => layers.second(),
    allowed: (service) => may.has(service),
    choice: () => choice,
    refuse: () => make(new Set(), "second-layer", "api"),
    on: (act) => {
      const heard = (): void => act([...may]);
      document.addEventListener("gestand", heard);
      heard();
      return () => document.removeEventListener("gestand", heard);
    },
  };
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-gestand-open]");
    if (!opener) return;
    event.preventDefault();
    layers.second();
  });
  tellDenied(edition);
  carryOut();
  whenThere(() => {
    dress(nonce);
    if (mustAsk(edition, choice, gpc)) layers.first();
    else layers.hide();
  });
  const { record: url } = edition.urls;
  if (url) {
    addEventListener("online", () => void deliver(url));
    void deliver(url);
  }
}

/** 128 random bits. `randomUUID` is missing on pages without TLS, where the banner must work, too. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((it) => it.toString(16).padStart(2, "0")).join("");

/** As soon as the page has a body: the banner need not wait for the rest. */
function whenThere(act: () => void): void {
  if (document.body) return act();
  const watch = new MutationObserver(() => {
    if (!document.body) return;
    watch.disconnect();
    act();
  });
  watch.observe(document.documentElement, { childList: true });
}
