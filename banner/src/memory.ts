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

/** The value of a cookie, still encoded. */
const cookie = (name: string): string | undefined =>
  document.cookie
    .split("; ")
    .find((it) => it.startsWith(name + "="))
    ?.slice(name.length + 1);

/** The remembered choice, if there is one that counts. */
export function recall(memory: Memory): Choice | null {
  const text = attempt(() =>
    memory.place === "local" ? localStorage.getItem(memory.name) : decodeURIComponent(cookie(memory.name) ?? ""),
  );
  return read(text, Date.now(), memory.days);
}

/** Remembers a choice for as long as the policy says. */
export function remember(memory: Memory, choice: Choice): void {
  const text = JSON.stringify(choice);
  attempt(() => {
    if (memory.place === "local") return localStorage.setItem(memory.name, text);
    const parts = [
      `${memory.name}=${encodeURIComponent(text)}`,
      "Path=/",
      `Max-Age=${memory.days * 86_400}`,
      "SameSite=Lax",
    ];
    if (location.protocol === "https:") parts.push("Secure");
    if (memory.domain) parts.push("Domain=" + memory.domain);
    document.cookie = parts.join(";");
  });
}
