import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, type Choice, decide, mustAsk, read, record } from "../src/choice";
import type { Edition, Service } from "../src/edition";

const service = (id: string, purpose: string, more: Partial<Service> = {}): Service => ({
  id, purpose, name: id, kind: "analytics", what: id, cookies: [], terms: `${id}1`, ...more,
});

const edition: Edition = {
  hash: "e1",
  controller: "School",
  languages: ["nl"],
  purposes: [],
  services: [
    service("basket", "orders", { kind: "necessary" }),
    service("ga", "analytics"),
    service("fv", "analytics"),
    service("ads", "marketing", { kind: "marketing", gpc: true }),
  ],
  memory: { name: "c", days: 100, place: "cookie" },
  urls: { cookies: "/", privacy: "/" },
};

const NOW = 1_800_000_000_000;
const choice = (yes: object, no: object = {}): Choice =>
  ({ v: 1, id: "i", edition: "e1", at: NOW, language: "nl", source: "first-layer", yes, no, gpc: false }) as Choice;
const refused = { ga: "ga1", fv: "fv1", ads: "ads1" };

test("what is not a choice of this shape and of these days is none", () => {
  const good = choice({ ga: "ga1" });
  assert.deepEqual(read(JSON.stringify(good), NOW, 100), good);
  const wrong: unknown[] = [
    null, true, 1, "granted", [], {}, { v: 1 },
    { ...good, v: 0 }, { ...good, v: 2 }, { ...good, v: "1" },
    { ...good, id: 1 }, { ...good, id: "x".repeat(200) }, { ...good, edition: null }, { ...good, language: [] },
    { ...good, source: "scrolling" }, { ...good, source: "constructor" },
    { ...good, at: "now" }, { ...good, at: null }, { ...good, at: NOW + 86_400_001 }, { ...good, at: NOW - 100 * 86_400_000 },
    { ...good, yes: [] }, { ...good, yes: null }, { ...good, yes: { ga: true } }, { ...good, no: "all" }, { ...good, gpc: 1 },
  ];
  for (const it of wrong) assert.equal(read(JSON.stringify(it), NOW, 100), null, JSON.stringify(it));
  for (const it of [null, "", "{", "undefined", "\u0000", JSON.stringify(good).slice(1)]) assert.equal(read(it, NOW, 100), null);
});

test("a choice ends on its day and not before", () => {
  const text = JSON.stringify(choice({}));
  assert.ok(read(text, NOW + 100 * 86_400_000 - 1, 100));
  assert.equal(read(text, NOW + 100 * 86_400_000, 100), null);
});

test("only what was agreed to on the terms of today may run", () => {
  const cases: [Choice | null, boolean, string[]][] = [
    [null, false, ["basket"]],
    [choice({}, refused), false, ["basket"]],
    [choice({ ga: "ga1" }), false, ["basket", "ga"]],
    [choice({ ga: "ga0" }), false, ["basket"]],
    [choice({ unknown: "x", basket: "no" }), false, ["basket"]],
    [choice({ ga: "ga1", ads: "ads1" }), true, ["basket", "ga"]],
    [choice({ ga: "ga1", ads: "ads1" }), false, ["basket", "ga", "ads"]],
    // Agreed to by hand while the browser already asked not to be followed: the person has the last word.
    [{ ...choice({ ads: "ads1" }), gpc: true }, true, ["basket", "ads"]],
    [{ ...choice({ ads: "ads0" }), gpc: true }, true, ["basket"]],
  ];
  for (const [it, gpc, may] of cases) assert.deepEqual([...allowed(edition, it, gpc)], may);
});

test("the visitor is asked when nothing was chosen or when what was agreed to became wider, and only then", () => {
  const cases: [string, Choice | null, boolean, boolean][] = [
    ["no choice", null, false, true],
    ["refused all", choice({}, refused), false, false],
    ["refused all, on other terms", choice({}, { ga: "ga0", fv: "fv0", ads: "ads0" }), false, false],
    ["refused all, a service is new", choice({}, { ga: "ga1", ads: "ads1" }), false, false],
    ["agreed, nothing changed", choice({ ga: "ga1" }, { fv: "fv1", ads: "ads1" }), false, false],
    ["agreed, on other terms", choice({ ga: "ga0" }, { fv: "fv1", ads: "ads1" }), false, true],
    ["agreed to a purpose that has a new service", choice({ ga: "ga1" }, { ads: "ads1" }), false, true],
    ["agreed to one purpose, another has a new service", choice({ ga: "ga1" }, { fv: "fv1" }), false, false],
    ["agreed to advertising on other terms, and now asks not to be followed", choice({ ads: "ads0" }, { ga: "ga1", fv: "fv1" }), true, false],
  ];
  for (const [name, it, gpc, ask] of cases) assert.equal(mustAsk(edition, it, gpc), ask, name);
  assert.equal(mustAsk({ ...edition, services: edition.services.slice(0, 1) }, null, false), false, "nothing to ask");
});

test("a decision has every service that asks, on one side or the other", () => {
  const all = edition.services.map((it) => it.id);
  assert.deepEqual(decide(edition, all), { yes: { ga: "ga1", fv: "fv1", ads: "ads1" }, no: {} });
  assert.deepEqual(decide(edition, ["ga", "fv"]), { yes: { ga: "ga1", fv: "fv1" }, no: { ads: "ads1" } });
  assert.deepEqual(decide(edition, ["unknown"]), { yes: {}, no: refused });
});

test("a purpose is agreed to when all of its services are", () => {
  const sent = record(edition, choice({ ga: "ga1", ads: "ads1" }, { fv: "fv1" }), "school.example", "save") as Record<string, unknown>;
  assert.deepEqual(sent.purposes, { analytics: false, marketing: true });
  assert.deepEqual(sent.services, { ga: true, fv: false, ads: true });
  assert.equal(sent.at, "2027-01-15T08:00:00.000Z");
  assert.deepEqual(Object.keys(sent).sort(), ["at", "control", "edition", "gpc", "id", "language", "purposes", "scope", "services", "source"]);
});
