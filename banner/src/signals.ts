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
    for (const type of google ?? []) if (states[type] !== "granted") states[type] = may.has(id) ? "granted" : "denied";
  }
  if (!Object.keys(states).length) return;
  const layer = ((window as { dataLayer?: unknown[] }).dataLayer ??= []);
  // Tags take a command only in the shape of a function's arguments.
  (function (..._: unknown[]) {
    layer.push(arguments);
  })("consent", when, states);
}

/** Says that nothing is allowed yet. */
export const tellDenied = (edition: Edition): void => google(edition, new Set(), "default");

/** Says what is allowed now. */
export function tell(edition: Edition, may: ReadonlySet<string>, choice: Choice | null): void {
  if (choice) google(edition, may, "update");
  const detail: Told = { allowed: [...may], choice };
  document.dispatchEvent(new CustomEvent("gestand", { detail }));
}
