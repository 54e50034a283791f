import assert from "node:assert/strict";
import { test } from "node:test";
import { say } from "../src/edition";
import { fill, texts } from "../src/texts";

const places = (text: string): string[] => [...text.matchAll(/{(\w+)}/g)].map((it) => it[1] ?? "").sort();

test("Dutch says as much as English, with the same places to fill", () => {
  const [nl, en] = [texts("nl", undefined), texts("en", undefined)];
  assert.deepEqual(Object.keys(nl).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.ok(nl[key].trim(), key);
    assert.deepEqual(places(nl[key]), places(en[key]), key);
  }
  assert.notEqual(nl.refuse, en.refuse);
});

test("a further language comes as data, and what it lacks is English", () => {
  const fr = texts("fr", { refuse: "Tout refuser" });
  assert.equal(fr.refuse, "Tout refuser");
  assert.equal(fr.accept, "Accept all");
});

test("places are filled by name, and what has no value stays readable", () => {
  assert.equal(fill("{who} and {who}, {what}", { who: "$& A" }), "$& A and $& A, {what}");
  assert.equal(say({ nl: "ja", en: "yes" }, "en"), "yes");
  assert.equal(say({ nl: "ja" }, "fr"), "ja");
  assert.equal(say("Strato", "nl"), "Strato");
});
