/**
 * Sending a choice as proof. What is sent is the choice and nothing about the visitor: no cookie goes along, no
 * page address, no identifier but the random consent id.
 *
 * What was not acknowledged waits in `localStorage` under one name and goes when the page is next opened or the
 * network returns, in order. A refusal therefore survives an outage; a consent counts in this browser meanwhile.
 * Where the browser forbids storage they wait in the page, and go from it.
 */

import { attempt } from "./memory";

/** Where undelivered records wait. It exists only while there are any. */
export const WAITING = "gestand_undelivered";

/** How many wait at most; the newest count. */
const MOST = 20;

/** What could not be stored. */
let kept: object[] = [];

/** What waits; whatever else stands under that name is nothing. */
const waiting = (): object[] =>
  kept[0] ? kept : attempt(() => (JSON.parse(localStorage[WAITING] as string) as object[]).filter((it) => it === Object(it)).slice(-MOST)) ?? kept;

const keep = (records: object[]): unknown =>
  (kept = attempt(() => (records[0] ? (localStorage[WAITING] = JSON.stringify(records)) : delete localStorage[WAITING])) ? [] : records);

/** Whether the record is with the server, or never can be: what it refuses as wrong is not sent again. */
const post = (url: string, record: object): Promise<boolean> =>
  fetch(url, {
    method: "POST",
    body: JSON.stringify(record),
    headers: { "Content-Type": "application/json" },
    keepalive: true,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  }).then(
    ({ status }) => status < 500 && status !== 429 && status !== 408,
    () => false,
  );

let sending = Promise.resolve();

/** Sends what waits, and `record` behind it. One run at a time, so that nothing is sent twice. */
export function deliver(url: string, record?: object): Promise<void> {
  if (record) keep([...waiting(), record].slice(-MOST));
  sending = sending.then(async () => {
    for (let [next] = waiting(); next; [next] = waiting()) {
      if (!(await post(url, next))) return;
      keep(waiting().slice(1));
    }
  });
  return sending;
}
