/**
 * Telling others what was chosen: Google's Consent Mode (basic: tags stay blocked, and where one is allowed it
 * knows what it may store), and everybody on the page who listens for the event `gestand`.
 */

import type { Choice } from "./choice";
import type { Edition } from "./edition";

/** What the event `gestand` on `document` carries. */
export interface Told {
  readonly allowed: readonly string[];
  readonly choice: Choice | null;
}

/** Tells Google's tags; `default` comes before anything else, with everything denied. */
function google(edition: Edition, may: ReadonlySet<string>, when: "default" | "update"): void {
  const states: Record<string, string> = {};
  for (const { id, google } of edition.services) {
    google?.forEach((type) => (states[type] = may.has(id) || states[type] === "granted" ? "granted" : "denied"));
  }
  // Tags take a command only in the shape of a function's arguments.
  const say = function (..._: unknown[]): void {
    ((window as { dataLayer?: unknown[] }).dataLayer ??= []).push(arguments);
  };
  if (Object.keys(states)[0]) say("consent", when, states);
}

/** Says that nothing is allowed yet. */
export const tellDenied = (edition: Edition): void => google(edition, new Set(), "default");

/** Says what is allowed now. */
export function tell(edition: Edition, may: ReadonlySet<string>, choice: Choice | null): void {
  if (choice) google(edition, may, "update");
  const detail: Told = { allowed: [...may], choice };
  document.dispatchEvent(new CustomEvent("gestand", { detail }));
}
