import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { deliver, WAITING } from "../src/proof";

const store: Record<string, string> = {};
let answers: (number | "away")[] = [];
let sent: { url: string; body: unknown; init: RequestInit }[] = [];

Object.assign(globalThis, {
  localStorage: store,
  fetch: async (url: string, init: RequestInit) => {
    const answer = answers.shift() ?? 201;
    if (answer === "away") throw new TypeError("away");
    sent.push({ url, body: JSON.parse(init.body as string), init });
    return { status: answer };
  },
});

beforeEach(() => {
  delete store[WAITING];
  [answers, sent] = [[], []];
});

test("a record goes at once, without cookies or the page's address, and nothing stays behind", async () => {
  await deliver("/v1/consents", { id: 1 });
  assert.deepEqual(sent.map((it) => it.body), [{ id: 1 }]);
  const init = sent[0]?.init;
  assert.deepEqual([init?.credentials, init?.referrerPolicy, init?.keepalive], ["omit", "no-referrer", true]);
  assert.equal(WAITING in store, false);
});

test("what cannot be delivered waits, and goes in order, once", async () => {
  answers = ["away", 503];
  await deliver("/r", { id: 1 });
  await deliver("/r", { id: 2 });
  assert.equal(JSON.parse(store[WAITING] ?? "").length, 2);
  sent = [];
  await Promise.all([deliver("/r"), deliver("/r")]);
  assert.deepEqual(sent.map((it) => it.body), [{ id: 1 }, { id: 2 }]);
  assert.equal(Object.keys(store).length, 0);
});

test("where storage is forbidden a record goes all the same, and waits in the page when it cannot", async () => {
  const forbidden = () => {
    throw new DOMException("forbidden", "SecurityError");
  };
  Object.assign(globalThis, { localStorage: new Proxy({}, { get: forbidden, set: forbidden, deleteProperty: forbidden }) });
  try {
    await deliver("/r", { id: 1 });
    answers = ["away"];
    await deliver("/r", { id: 2 });
    assert.deepEqual(sent.map((it) => it.body), [{ id: 1 }]);
    await deliver("/r", { id: 3 });
    await deliver("/r");
    assert.deepEqual(sent.map((it) => it.body), [{ id: 1 }, { id: 2 }, { id: 3 }]);
  } finally {
    Object.assign(globalThis, { localStorage: store });
  }
});

test("what the server refuses as wrong is not sent for ever, what it cannot take now is", async () => {
  for (const [status, stays] of [[400, false], [409, false], [429, true], [408, true], [500, true]] as const) {
    delete store[WAITING];
    answers = [status];
    await deliver("/r", { id: 1 });
    assert.equal(WAITING in store, stays, `${status}`);
  }
});

test("a flood keeps the newest twenty, and garbage in the queue is nothing", async () => {
  answers = Array<"away">(25).fill("away");
  for (let id = 0; id < 25; id++) await deliver("/r", { id });
  const held = JSON.parse(store[WAITING] ?? "") as { id: number }[];
  assert.deepEqual([held.length, held[0]?.id, held.at(-1)?.id], [20, 5, 24]);
  for (const text of ["{", "true", "{}", "[1, null]"]) {
    store[WAITING] = text;
    sent = [];
    await deliver("/r");
    assert.deepEqual(sent, [], text);
  }
});
