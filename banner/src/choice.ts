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
export type Source = "first-layer" | "second-layer" | "placeholder" | "withdrawal";

const SOURCES: readonly string[] = ["first-layer", "second-layer", "placeholder", "withdrawal"];

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

const isDecided = (value: unknown): value is Decided =>
  !!value && typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isText);

/** Reads a remembered choice; nothing when it is none, of another version, or older than it may be. */
export function read(text: string | null, now: number, days: number): Choice | null {
  try {
    const it: Partial<Choice> = JSON.parse(text ?? "");
    const sound =
      it.v === 1 &&
      [it.id, it.edition, it.language].every(isText) &&
      SOURCES.includes(it.source as string) &&
      typeof it.at === "number" &&
      it.at <= now + DAY &&
      it.at > now - days * DAY &&
      isDecided(it.yes) &&
      isDecided(it.no) &&
      typeof it.gpc === "boolean";
    return sound ? (it as Choice) : null;
  } catch {
    return null;
  }
}

/** Whether a service is refused because the browser asks not to be followed. */
export const signalled = (service: Service, gpc: boolean): boolean => gpc && service.gpc === true;

/** What may run: necessary services, and those agreed to on the terms of today. */
export function allowed(edition: Edition, choice: Choice | null, gpc: boolean): Set<string> {
  const may = edition.services.filter(
    (it) => !asks(it) || (choice?.yes[it.id] === it.terms && !signalled(it, gpc)),
  );
  return new Set(may.map((it) => it.id));
}

/**
 * Whether the visitor must be asked: when there is no choice, or when the edition now wants more than was
 * agreed to: other terms for a service that was allowed, or a new one for a purpose that was. Whoever refused
 * is not asked again.
 */
export function mustAsk(edition: Edition, choice: Choice | null, gpc: boolean): boolean {
  const open = edition.services.filter((it) => asks(it) && !signalled(it, gpc));
  if (!choice) return open.length > 0;
  const { yes, no } = choice;
  return open.some((it) => {
    const agreed = yes[it.id];
    if (agreed !== undefined) return agreed !== it.terms;
    return no[it.id] === undefined && open.some((other) => other.purpose === it.purpose && yes[other.id] !== undefined);
  });
}

/** What a choice says per service: the two sides of it. */
export function decide(edition: Edition, wanted: ReadonlySet<string>, gpc: boolean): { yes: Decided; no: Decided } {
  const side = (agreed: boolean): Decided =>
    Object.fromEntries(
      edition.services
        .filter((it) => asks(it) && (wanted.has(it.id) && !signalled(it, gpc)) === agreed)
        .map((it) => [it.id, it.terms]),
    );
  return { yes: side(true), no: side(false) };
}

/** The choice as it is sent as proof. `scope` is the host on which it counts. */
export function record(edition: Edition, choice: Choice, scope: string, control: Control): object {
  const services: Record<string, boolean> = {};
  const purposes: Record<string, boolean> = {};
  for (const it of edition.services.filter(asks)) {
    const agreed = choice.yes[it.id] === it.terms;
    services[it.id] = agreed;
    purposes[it.purpose] = agreed && purposes[it.purpose] !== false;
  }
  const { id, language, source, gpc } = choice;
  const at = new Date(choice.at).toISOString();
  return { id, edition: choice.edition, at, language, source, control, gpc, scope, purposes, services };
}
