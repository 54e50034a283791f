/**
 * The banner's own words, Dutch and English, each in a file of its own: the record of a choice holds a digest of
 * what was shown, and whoever checks it reads the same files. The build keeps the words alone, in the order of
 * {@link T}. `{…}` is filled in. Further languages, and other words for these, come with the edition as data
 * (`texts`), in the same order; a word that is missing there is taken from English.
 */

import en from "./texts.en.json";
import nl from "./texts.nl.json";

/** Where each word stands: the order of the files, which a test holds to this. */
export const enum T {
  title,
  lead,
  calm,
  changed,
  gpc,
  refuse,
  accept,
  choose,
  save,
  close,
  leave,
  panel,
  made,
  needed,
  why,
  who,
  what,
  long,
  where,
  us,
  nothing,
  off,
  cookies,
  privacy,
  open,
  blocked,
  gets,
  load,
  all,
}

/** The words of one language. */
export type Texts = readonly string[];

/** The texts in a language; `more` are those of the edition. */
export const texts = (language: string, more: readonly string[] | undefined): Texts =>
  (language === "nl" ? nl : en).split("|").map((it, at) => more?.[at] || it);

/** A text with its places filled in. */
export const fill = (text: string | undefined, values: Readonly<Record<string, string>>): string =>
  text!.replace(/{(\w+)}/g, (all, name: string) => values[name] ?? all);
