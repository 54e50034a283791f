/**
 * The banner as a whole: reads the choice, sets the gate, asks when it must, carries out what is decided.
 *
 * Nothing counts as consent but a press on a button of ours. Without a choice that can be read, nothing runs.
 * The order on a choice is: remember, tell, open the gate, send the proof. On a withdrawal what the service
 * stored is removed first, and the page is loaded anew when a script of the service had run.
 */

import { allowed, type Choice, type Control, decide, mustAsk, record, type Source, SOURCES } from "./choice";
import { clear } from "./cookies";
import type { Edition } from "./edition";
import { make } from "./elements";
import { gate } from "./gate";
import { layers } from "./layers";
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
const languageOf = ({ languages }: Edition): string =>
  [document.documentElement.lang, ...navigator.languages].map((it) => it.split("-")[0]!).find((it) => languages.includes(it)) ??
  languages[0]!;

/** Without a nonce, in a browser without constructed style sheets, a page that forbids inline style shows the plain dialog. */
function dress(nonce: string): void {
  // Every rule begins with the same selector.
  const rules = css.replaceAll("§", ":is(#g,.gestand)");
  const done = attempt(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    return (document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]);
  });
  if (!done) document.head.append(make("style", { nonce }, rules));
}

/** Starts the banner for an edition. */
export function start(edition: Edition, guard?: Guard): void {
  const page = window as { gestand?: Api };
  if (page.gestand) return;
  const { memory, services, urls } = edition;
  const nonce = document.currentScript?.nonce ?? "";
  const { globalPrivacyControl, doNotTrack } = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  const gpc = globalPrivacyControl === true || doNotTrack === "1";
  const language = languageOf(edition);
  let choice = recall(memory);
  let may = allowed(edition, choice, gpc);
  let drawn = false;
  const open = (): boolean => mustAsk(edition, choice, gpc);
  const now = (): ReadonlySet<string> => may;
  guard?.(edition, now);

  const { first, second, hide, placeholder } = layers({
    edition,
    language,
    texts: texts(language, edition.texts?.[language]),
    gpc,
    since: () => choice?.at,
    open,
    may: now,
    settle: choose,
  });
  const { ran, look } = gate(edition, nonce, now, placeholder);
  const others = attempt(() => new BroadcastChannel("gestand"));
  const send = (record?: object): unknown => urls.record && deliver(urls.record, record);

  /** A choice is made. */
  function choose(wanted: readonly string[], source: Source, control: Control): void {
    const sides = decide(edition, wanted);
    const less = Object.keys(choice?.yes ?? {}).some((it) => !(it in sides.yes));
    choice = {
      v: 1,
      id: choice?.id ?? randomId(),
      edition: edition.hash,
      at: Date.now(),
      language,
      source: less ? SOURCES[3] : source,
      ...sides,
      gpc,
    };
    remember(memory, choice);
    hide();
    carryOut();
    others?.postMessage(0);
    send(record(edition, choice, location.hostname, control));
  }

  /** Makes the page what the choice says. */
  function carryOut(): void {
    may = allowed(edition, choice, gpc);
    if (choice) clear(services.filter((it) => !may.has(it.id)));
    tell(edition, may, choice);
    look();
    if ([...ran].some((it) => !may.has(it))) location.reload();
  }

  /** Asks as soon as the page has a body, and looks at what comes: pages change without loading. */
  function follow(): void {
    look();
    if (drawn || !document.body) return;
    drawn = true;
    dress(nonce);
    if (open()) first();
    else hide();
  }

  if (others) {
    others.onmessage = () => {
      choice = recall(memory);
      hide();
      carryOut();
    };
  }
  page.gestand = {
    open: second,
    allowed: (service) => may.has(service),
    choice: () => choice,
    refuse: () => choose([], SOURCES[1], "api"),
    on: (act) => {
      const heard = (): void => act([...may]);
      document.addEventListener("gestand", heard);
      heard();
      return () => document.removeEventListener("gestand", heard);
    },
  };
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest?.("[data-gestand-open]")) return;
    event.preventDefault();
    second();
  });
  tellDenied(edition);
  carryOut();
  follow();
  new MutationObserver(follow).observe(document, { childList: true, subtree: true });
  addEventListener("online", () => send());
  // Nothing waits where nothing was chosen, and asking the storage of a page for the first time is dear.
  if (choice) send();
}

/** 128 random bits. `randomUUID` is missing on pages without TLS, where the banner must work, too. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((it) => it.toString(16).padStart(2, "0")).join("");
