/**
 * The banner's own words, Dutch and English, each in a file of its own: the record of a choice holds a digest of
 * what was shown, and whoever checks it reads the same files. `{…}` is filled in. Further languages, and other
 * words for these, come with the edition as data (`texts`); a word that is missing there is taken from English.
 */

import en from "./texts.en.json";
import nl from "./texts.nl.json";

/** The words of one language. */
export type Texts = Record<keyof typeof en, string>;

/** The texts in a language; `more` are those of the edition. */
export function texts(language: string, more: Readonly<Record<string, string>> | undefined): Texts {
  return { ...(language === "nl" ? nl : en), ...more };
}

/** A text with its places filled in. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/{(\w+)}/g, (all, name: string) => values[name] ?? all);
