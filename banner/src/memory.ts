/**
 * Where a choice is remembered: one first-party cookie, or one entry of `localStorage`, as the edition says.
 * Storage that is full, forbidden or foreign never throws: it is as if there were no choice.
 */

import { type Choice, read } from "./choice";
import type { Memory } from "./edition";

/** What `act` gives, or nothing when the browser refuses. */
export function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/** The remembered choice, if there is one that counts. */
export function recall({ name, place, days }: Memory): Choice | null {
  const text = attempt(() =>
    place === "local"
      ? (localStorage[name] as string)
      : decodeURIComponent(document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? ""),
  );
  return read(text, Date.now(), days);
}

/** Remembers a choice for as long as the policy says. */
export function remember({ name, place, days, domain }: Memory, choice: Choice): void {
  const text = JSON.stringify(choice);
  attempt(() =>
    place === "local"
      ? (localStorage[name] = text)
      : (document.cookie =
          `${name}=${encodeURIComponent(text)};Path=/;Max-Age=${days * 86_400};SameSite=Lax` +
          (location.protocol === "https:" ? ";Secure" : "") +
          (domain ? ";Domain=" + domain : "")),
  );
}
