import assert from "node:assert/strict";
import { test } from "node:test";
import { domains, matches, paths } from "../src/cookies";

test("a declared name matches itself and what differs per visitor, nothing else", () => {
  const cases: [string, string, boolean][] = [
    ["_ga", "_ga", true],
    ["_ga", "_gat", false],
    ["_ga", "x_ga", false],
    ["_ga_<id>", "_ga_AB12", true],
    ["_ga_<id>", "_ga", false],
    ["_ga_<id>", "_ga_", false],
    ["wp_woocommerce_session_*", "wp_woocommerce_session_a1", true],
    ["wp_*", "gestand_choice", false],
    ["a.b", "aXb", false],
    ["(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false],
  ];
  for (const [declared, name, yes] of cases) assert.equal(matches(declared, name), yes, `${declared} ${name}`);
});

test("every domain and path that may hold a cookie is tried", () => {
  assert.deepEqual(domains("www.school.example"), ["", ";Domain=www.school.example", ";Domain=school.example", ";Domain=example"]);
  const cases: [string, string[]][] = [
    ["/", ["/"]],
    ["/shop/books/one", ["/", "/shop", "/shop/", "/shop/books", "/shop/books/", "/shop/books/one"]],
  ];
  // What is more than these no page can have written, and the browser leaves it.
  for (const [path, all] of cases) assert.deepEqual(all.filter((it) => !paths(path).includes(it)), [], path);
});
