/**
 * What an edition of the policy tells the banner. Gestand compiles it in: the file that a site loads is the
 * build in `dist`, called with one value of the type {@link Edition}.
 *
 * To let the banner know more, add a field here, say what it is, and render it in `layers.ts`. Everything
 * here is public: it is what the cookie page says, too.
 */

/** A text by language (BCP 47 primary tag), or one name that is the same in all. */
export type Words = string | Readonly<Record<string, string>>;

/** What a service is there for. Only `necessary` works without a choice (Telecommunicatiewet art. 11.7a(3)). */
export type Kind = "necessary" | "functional" | "analytics" | "marketing" | "social";

/** One thing that a service stores on the device. */
export interface Cookie {
  /** Its name; `*` and `<id>` stand for what differs per visitor. */
  readonly name: string;
  /** How long it lives, as the cookie page says it: "13 maanden". */
  readonly lifetime: Words;
  /** The domain that sets it, when that is not the site's own. */
  readonly host?: string;
}

/** Something on the site that stores or reads on the visitor's device. */
export interface Service {
  readonly id: string;
  readonly name: Words;
  /** Id of the purpose. */
  readonly purpose: string;
  readonly kind: Kind;
  /** Who receives what it reads; left out when nobody else does. */
  readonly who?: Words;
  /** Where that is: ISO 3166-1 alpha-2. */
  readonly where?: readonly string[];
  /** What it does and reads, in words that a visitor understands. */
  readonly what: Words;
  readonly cookies: readonly Cookie[];
  /** Hosts it may speak to once it is allowed; looked at in strict mode only. */
  readonly hosts?: readonly string[];
  /**
   * Digest of what a visitor agrees to: purpose, recipient, countries, cookies and their lifetimes. When it
   * differs from what was agreed to, the consent no longer counts and the visitor is asked again.
   */
  readonly terms: string;
  /** Refused on behalf of everybody whose browser sends Global Privacy Control or Do Not Track. */
  readonly gpc?: boolean;
  /** Consent types of Google's Consent Mode that this service stands for. */
  readonly google?: readonly string[];
}

/** A purpose for which consent is asked. */
export interface Purpose {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
}

/** How a choice is remembered. */
export interface Memory {
  /** Name of the cookie or of the entry in `localStorage`. */
  readonly name: string;
  /** For how many days; afterwards the visitor is asked again. */
  readonly days: number;
  readonly place: "cookie" | "local";
  /** For a cookie that all subdomains share: `leskracht.example`. */
  readonly domain?: string;
}

/** The edition in force, as far as the banner needs it. */
export interface Edition {
  /** The edition's hash: what a choice refers to. */
  readonly hash: string;
  /** Who asks: the controller's name. */
  readonly controller: string;
  /** Languages of the edition, the first being the default. */
  readonly languages: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly services: readonly Service[];
  readonly memory: Memory;
  readonly urls: {
    readonly cookies: Words;
    readonly privacy: Words;
    /** Where choices are sent as proof; left out when none are kept. */
    readonly record?: string;
  };
  /** Whether the banner shows its own small button for reopening; otherwise the site has `[data-gestand-open]`. */
  readonly button?: boolean;
  /** Further hosts of the site itself, such as its image server; looked at in strict mode only. */
  readonly hosts?: readonly string[];
  /** Texts of the banner in further languages, or other words for the ones it has, in the order of `texts.en.json`. */
  readonly texts?: Readonly<Record<string, readonly string[]>>;
}

/** The words in a language, or in the edition's first language when that one is missing. */
export function say(words: Words, language: string): string {
  return typeof words === "string" ? words : (words[language] ?? Object.values(words)[0] ?? "");
}

/** Whether a service needs a choice. */
export const asks = (service: Service): boolean => service.kind !== "necessary";
