/**
 * The banner's own words, Dutch and English. `{…}` is filled in. Further languages, and other words for these,
 * come with the edition as data (`texts`); a word that is missing there is taken from English.
 */

const en = {
  title: "May we use cookies?",
  lead: "{who} would like to store and read something on your device for:",
  calm: "Nothing happens until you choose. You can change your choice at any time.",
  changed: "Something has changed since your last choice. That is why we ask again.",
  gpc: "Your browser asks us not to follow you. We have refused this for you: {what}.",
  refuse: "Refuse all",
  accept: "Accept all",
  choose: "Choose yourself",
  save: "Save choice",
  close: "Close and refuse all",
  leave: "Close without change",
  panel: "Your choice about cookies",
  made: "You chose this on {when}.",
  needed: "Always needed",
  why: "The site does not work without these. That is why we do not ask.",
  one: "1 service",
  more: "{n} services",
  who: "Who",
  what: "What",
  long: "How long",
  where: "Where",
  us: "only we",
  nothing: "stores nothing",
  off: "off: your browser asks us not to follow you",
  cookies: "Cookies",
  privacy: "Privacy",
  open: "Cookie choice",
  blocked: "{name} has not been loaded",
  gets: "If you load this, {who} receives your IP address and can store and read something on your device. This service {what}.",
  load: "Allow {name}",
  all: "All choices",
};

/** The words of one language. */
export type Texts = Record<keyof typeof en, string>;

const nl: Texts = {
  title: "Mogen wij cookies gebruiken?",
  lead: "{who} wil op uw apparaat iets bewaren en lezen voor:",
  calm: "Zolang u niet kiest, gebeurt er niets. U kunt uw keuze altijd veranderen.",
  changed: "Er is iets veranderd sinds uw vorige keuze. Daarom vragen wij het opnieuw.",
  gpc: "Uw browser vraagt ons u niet te volgen. Dit hebben wij voor u geweigerd: {what}.",
  refuse: "Alles weigeren",
  accept: "Alles accepteren",
  choose: "Zelf kiezen",
  save: "Keuze opslaan",
  close: "Sluiten en alles weigeren",
  leave: "Sluiten zonder te veranderen",
  panel: "Uw keuze over cookies",
  made: "Dit koos u op {when}.",
  needed: "Altijd nodig",
  why: "Zonder deze werkt de site niet. Daarom vragen wij er niet om.",
  one: "1 dienst",
  more: "{n} diensten",
  who: "Wie",
  what: "Wat",
  long: "Hoe lang",
  where: "Waar",
  us: "alleen wij",
  nothing: "bewaart niets",
  off: "uit: uw browser vraagt ons u niet te volgen",
  cookies: "Cookies",
  privacy: "Privacy",
  open: "Cookiekeuze",
  blocked: "{name} is niet geladen",
  gets: "Als u dit laadt, krijgt {who} uw IP-adres en kan die iets op uw apparaat bewaren en lezen. Deze dienst {what}.",
  load: "{name} toestaan",
  all: "Alle keuzes",
};

/** The texts in a language; `more` are those of the edition. */
export function texts(language: string, more: Readonly<Record<string, string>> | undefined): Texts {
  return { ...(language === "nl" ? nl : en), ...more };
}

/** A text with its places filled in. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/{(\w+)}/g, (all, name: string) => values[name] ?? all);
