import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { say } from "../src/edition";
import { fill, T, texts } from "../src/texts";

const places = (text: string): string[] => [...text.matchAll(/{(\w+)}/g)].map((it) => it[1] ?? "").sort();
const file = (language: string): Record<string, string> => JSON.parse(readFileSync(`src/texts.${language}.json`, "utf8"));

test("Dutch says as much as English, in the same order, with the same places to fill", () => {
  const [nl, en] = [file("nl"), file("en")];
  assert.deepEqual(Object.keys(nl), Object.keys(en));
  for (const key of Object.keys(en)) {
    assert.ok(nl[key]?.trim(), key);
    assert.deepEqual(places(nl[key] ?? ""), places(en[key] ?? ""), key);
  }
  assert.notEqual(nl.refuse, en.refuse);
});

test("each word stands where the banner looks for it", () => {
  const at = T as unknown as Record<string, number>;
  for (const language of ["nl", "en"]) {
    const [words, all] = [file(language), texts(language, undefined)];
    assert.equal(all.length, Object.keys(words).length);
    for (const [key, word] of Object.entries(words)) assert.equal(all[at[key] ?? -1], word, key);
  }
});

test("a further language comes as data, and what it lacks is English", () => {
  const more: string[] = [];
  more[T.refuse] = "Tout refuser";
  const fr = texts("fr", more);
  assert.equal(fr[T.refuse], "Tout refuser");
  assert.equal(fr[T.accept], "Accept all");
});

test("places are filled by name, and what has no value stays readable", () => {
  assert.equal(fill("{who} and {who}, {what}", { who: "$& A" }), "$& A and $& A, {what}");
  assert.equal(say({ nl: "ja", en: "yes" }, "en"), "yes");
  assert.equal(say({ nl: "ja" }, "fr"), "ja");
  assert.equal(say("Strato", "nl"), "Strato");
});
