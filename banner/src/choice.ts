/**
 * The choice of a visitor: what it holds, when it counts, when it must be asked again. Pure rules: no page, no
 * clock, no storage.
 *
 * A consent counts for a service only as long as what was agreed to (its `terms`) is what the edition says
 * now. A refusal counts for as long as a consent does. Whatever cannot be read is no choice, and no choice is
 * no consent.
 */

import { asks, type Edition, type Service } from "./edition";

/** By what the choice was made. */
export const SOURCES = ["first-layer", "second-layer", "placeholder", "withdrawal"] as const;

export type Source = (typeof SOURCES)[number];

/** By which control the choice was made. */
export type Control = "accept" | "refuse" | "save" | "close" | "allow" | "api";

/** Id of a service, and the `terms` that were shown. */
export type Decided = Readonly<Record<string, string>>;

/** What a visitor chose, as it is remembered. */
export interface Choice {
  /** Version of this shape. */
  readonly v: 1;
  /** Random consent id: the only thing that ties the record to this browser. */
  readonly id: string;
  /** Hash of the edition that was shown. */
  readonly edition: string;
  /** When: milliseconds since 1970, UTC. With the id it names one record: two choices may fall in one second. */
  readonly at: number;
  /** In which language it was asked. */
  readonly language: string;
  readonly source: Source;
  /** Services that were agreed to. */
  readonly yes: Decided;
  /** Services that were refused. */
  readonly no: Decided;
  /** Whether the browser asked not to be followed. */
  readonly gpc: boolean;
}

/** A day, in milliseconds. A clock may be wrong by this much before a choice is not believed. */
const DAY = 86_400_000;

const isText = (value: unknown): value is string => typeof value === "string" && value.length < 200;

/** What stands in an object; something that is no text, when it is none. */
const values = (side: object): unknown[] => (side.constructor === Object ? Object.values(side) : [0]);

/** Reads a remembered choice; nothing when it is none, of another version, or older than it may be. */
export function read(text: string | null | undefined, now: number, days: number): Choice | null {
  try {
    const it: Choice = JSON.parse(text ?? "");
    const sound =
      it.v === 1 &&
      SOURCES.includes(it.source) &&
      [it.id, it.edition, it.language, ...values(it.yes), ...values(it.no)].every(isText) &&
      typeof it.at === "number" &&
      it.at <= now + DAY &&
      it.at > now - days * DAY &&
      typeof it.gpc === "boolean";
    return sound ? it : null;
  } catch {
    return null;
  }
}

/** Whether a service is refused because the browser asks not to be followed. */
export const signalled = (service: Service, gpc: boolean): boolean => gpc && !!service.gpc;

/**
 * What may run: necessary services, and those agreed to on the terms of today. What a browser's signal refuses
 * runs only when it was agreed to by hand while the browser already sent it.
 */
export const allowed = (edition: Edition, choice: Choice | null, gpc: boolean): Set<string> =>
  new Set(
    edition.services
      .filter((it) => !asks(it) || (choice?.yes[it.id] === it.terms && (choice.gpc || !signalled(it, gpc))))
      .map((it) => it.id),
  );

/**
 * Whether the visitor must be asked: when there is no choice, or when the edition now wants more than was
 * agreed to: other terms for a service that was allowed, or a new one for a purpose that was. Whoever refused
 * is not asked again, and nobody is asked for what their browser refuses.
 */
export function mustAsk(edition: Edition, choice: Choice | null, gpc: boolean): boolean {
  const open = edition.services.filter((it) => asks(it) && !signalled(it, gpc));
  return open.some(
    ({ id, terms, purpose }) =>
      !choice ||
      (id in choice.yes
        ? choice.yes[id] !== terms
        : !(id in choice.no) && open.some((it) => it.purpose === purpose && it.id in choice.yes)),
  );
}

/** What a choice says per service: the two sides of it. */
export function decide(edition: Edition, wanted: readonly string[]): { yes: Decided; no: Decided } {
  const yes: Record<string, string> = {};
  const no: Record<string, string> = {};
  for (const it of edition.services) if (asks(it)) (wanted.includes(it.id) ? yes : no)[it.id] = it.terms;
  return { yes, no };
}

/** The choice as it is sent as proof. `scope` is the host on which it counts. */
export function record(edition: Edition, { v: _, yes, no: __, ...choice }: Choice, scope: string, control: Control): object {
  const services: Record<string, boolean> = {};
  const purposes: Record<string, boolean> = {};
  for (const { id, purpose } of edition.services.filter(asks)) {
    services[id] = id in yes;
    purposes[purpose] = id in yes && purposes[purpose] !== false;
  }
  return { ...choice, at: new Date(choice.at).toISOString(), control, scope, purposes, services };
}
