/**
 * Removing what a service stored: its declared first-party cookies on every domain and path that the page may
 * write, and entries of the same name in both storages. Cookies of others can be removed by them alone.
 */

import type { Service } from "./edition";
import { attempt } from "./memory";

/** Whether a cookie's name is one that was declared: `*` and `<id>` stand for anything. */
export const matches = (declared: string, name: string): boolean =>
  new RegExp(
    `^${declared
      .split(/\*|<\w+>/)
      .map((part) => part.replace(/\W/g, "\\$&"))
      .join(".+")}$`,
  ).test(name);

/** The domain itself and each above it; the browser refuses those that are not ours. */
export const domains = (host: string): string[] => [
  "",
  ...host.split(".").map((_, from, parts) => ";Domain=" + parts.slice(from).join(".")),
];

/** The path and each above it, with and without the slash at the end. */
export const paths = (path: string): string[] =>
  path.split("/").flatMap((_, to, parts) => {
    const above = parts.slice(0, to + 1).join("/");
    return [above, above + "/"];
  });

/** Removes what these services stored on the site's own behalf. */
export function clear(services: readonly Service[]): void {
  const ours = (name: string): boolean =>
    services.some(({ cookies }) => cookies.some((it) => !it.host && matches(it.name, name)));
  attempt(() => {
    for (const pair of document.cookie.split("; ")) {
      const name = pair.split("=")[0] ?? "";
      if (!ours(name)) continue;
      for (const domain of domains(location.hostname)) {
        for (const path of paths(location.pathname)) document.cookie = `${name}=;Max-Age=0;Path=${path}${domain}`;
      }
    }
  });
  for (const store of ["localStorage", "sessionStorage"] as const) {
    attempt(() => Object.keys(window[store]).forEach((name) => ours(name) && delete window[store][name]));
  }
}
