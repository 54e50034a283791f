/**
 * Removing what a service stored: its declared first-party cookies on every domain and path that the page may
 * write, and entries of the same name in both storages. Cookies of others can be removed by them alone.
 */

import type { Service } from "./edition";
import { attempt } from "./memory";

/** Whether a cookie's name is one that was declared: `*` and `<id>` stand for anything. */
export function matches(declared: string, name: string): boolean {
  const pattern = declared
    .split(/\*|<\w+>/)
    .map((part) => part.replace(/[^\w]/g, "\\$&"))
    .join(".+");
  return new RegExp(`^${pattern}$`).test(name);
}

/** The domain itself and each above it that has a dot in it; the browser refuses those that are not ours. */
export function domains(host: string): string[] {
  const parts = host.split(".");
  return ["", ...parts.slice(0, -1).map((_, from) => ";Domain=" + parts.slice(from).join("."))];
}

/** The path and each above it. */
export function paths(path: string): string[] {
  const found = ["/"];
  for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
    found.push(path.slice(0, at), path.slice(0, at + 1));
  }
  return path.length > 1 ? [...found, path] : found;
}

/** Removes what these services stored on the site's own behalf. */
export function clear(services: readonly Service[]): void {
  const declared = services.flatMap((it) => it.cookies).filter((it) => !it.host);
  const ours = (name: string): boolean => declared.some((it) => matches(it.name, name));
  attempt(() => {
    for (const pair of document.cookie.split("; ")) {
      const name = pair.split("=", 1)[0] ?? "";
      if (!name || !ours(name)) continue;
      for (const domain of domains(location.hostname)) {
        for (const path of paths(location.pathname)) document.cookie = `${name}=;Max-Age=0;Path=${path}${domain}`;
      }
    }
  });
  for (const store of ["localStorage", "sessionStorage"] as const) {
    attempt(() => Object.keys(window[store]).filter(ours).forEach((name) => window[store].removeItem(name)));
  }
}
