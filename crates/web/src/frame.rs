//! What surrounds every page: language, whose pages these are, where the reader is, who is signed in.
//!
//! Every address carries its language as first part (`/nl/privacy`, `/en/privacy`), so a page can be
//! shared, cached and switched without a cookie. Templates reach the frame as `f`: `f.say("key")` is a text,
//! `f.to("/privacy")` an address in the reader's language.

use jiff::civil::{Date, DateTime};
use kernel::Language;
use kernel::calendar::{date_text, moment_text, month_name};

use crate::assets;
use crate::text::{self, Phrase, key};
use crate::view::YearMonth;

/// Which of the four faces a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Public pages.
    Site,
    /// A subject's own pages.
    Portal,
    /// The officer's pages.
    Desk,
    /// Only in the demo: where to look, and the captured mails.
    Demo,
}

/// One link of the menu.
#[derive(Debug, Clone, Copy)]
pub struct MenuItem {
    /// Address without language.
    pub path: &'static str,
    /// Key of its text.
    pub label: &'static str,
}

const PUBLIC: &[MenuItem] = &[
    MenuItem { path: "/privacy", label: key!("nav-privacy") },
    MenuItem { path: "/cookies", label: key!("nav-cookies") },
    MenuItem { path: "/my", label: key!("menu-my") },
];

const DESK: &[MenuItem] = &[
    MenuItem { path: "/desk/requests", label: key!("menu-desk-requests") },
    MenuItem { path: "/desk/messages", label: key!("messages-title") },
    MenuItem { path: "/desk/tasks", label: key!("menu-desk-tasks") },
    MenuItem { path: "/desk/systems", label: key!("menu-desk-systems") },
    MenuItem { path: "/desk/retention", label: key!("menu-desk-retention") },
    MenuItem { path: "/desk/holds", label: key!("menu-desk-holds") },
    MenuItem { path: "/desk/choices", label: key!("menu-desk-choices") },
    MenuItem { path: "/desk/promises", label: key!("menu-desk-promises") },
    MenuItem { path: "/desk/editions", label: key!("menu-desk-editions") },
    MenuItem { path: "/desk/register", label: key!("menu-desk-register") },
    MenuItem { path: "/desk/ledger", label: key!("menu-desk-ledger") },
    MenuItem { path: "/desk/looks", label: key!("menu-desk-looks") },
];

/// A school's contact enters requests and sees nothing of anybody.
const SCHOOL: &[MenuItem] = &[MenuItem { path: "/desk/requests/new", label: key!("menu-desk-requests") }];

/// The surroundings of one page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The reader's language.
    pub language: Language,
    /// Name of the organisation whose promises these are.
    pub organisation: String,
    /// Where questions about personal data go; on every page (S6). None while nothing is published.
    pub contact: Option<String>,
    /// Which face.
    pub area: Area,
    /// Address of this page without its language, with its query: `/privacy`, `/desk/requests?state=open`.
    pub path: String,
    /// Somebody is signed in to this face.
    pub signed_in: bool,
    /// Somebody of a school is signed in to the desk.
    pub school: bool,
    /// The first day of an edition that is announced: readers see it on every page, so that nobody is surprised.
    pub coming: Option<Date>,
    /// The edition in force: forms say of a field what its facts say. None while nothing is published.
    pub facts: Option<policy::Edition>,
    /// This is the demo: every page says so and links to the demo's mails.
    pub demo: bool,
}

impl Frame {
    /// The text `key`.
    pub fn say<'a>(&self, key: &'a str) -> Phrase<'a> {
        Phrase::new(self.language, key)
    }

    /// What happens without data of a category: the sentence of the facts, or the text `key` where they have none.
    pub fn without(&self, category: &str, key: &str) -> String {
        let fact = self.facts.as_ref().and_then(|edition| edition.facts().categories.get(category));
        let words = fact.and_then(|fact| fact.consequence.as_ref()).map(|words| words.get(self.language));
        let Some(words) = words else { return self.say(key).to_string() };
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str().trim_end_matches('.'))
    }

    /// The address of `path` in the reader's language.
    pub fn to(&self, path: &str) -> String {
        in_language(self.language, path)
    }

    /// The address of this same page in `language`.
    pub fn here_in(&self, language: &Language) -> String {
        in_language(*language, &self.path)
    }

    /// Every language with whether it is the present one.
    pub fn languages(&self) -> [(Language, bool); 2] {
        Language::ALL.map(|language| (language, language == self.language))
    }

    /// Address of the script that covers parts of a picture, on the one page that has one.
    pub fn mask_script(&self) -> &'static str {
        assets::mask_path()
    }

    /// Whether this page can be used by keys: the desk's, for who is signed in there.
    pub fn has_keys(&self) -> bool {
        self.area == Area::Desk && self.signed_in
    }

    /// Address of the script of those keys.
    pub fn desk_script(&self) -> &'static str {
        assets::desk_path()
    }

    /// Address of the script that asks the browser for passkeys, on the pages that have it.
    pub fn passkey_script(&self) -> &'static str {
        assets::passkey_path()
    }

    /// The first address of this face: `/my` or `/desk`.
    pub fn face(&self) -> &'static str {
        if self.at_desk() { "/desk" } else { "/my" }
    }

    /// An address of this face in the reader's language.
    pub fn own(&self, path: &str) -> String {
        self.to(&format!("{}{path}", self.face()))
    }

    /// Where the reader sees how they sign in, when signed in.
    pub fn security(&self) -> Option<String> {
        (self.signed_in && matches!(self.area, Area::Desk | Area::Portal)).then(|| self.own("/security"))
    }

    /// The links of the menu of this face.
    pub fn menu(&self) -> &'static [MenuItem] {
        match self.area {
            Area::Desk if self.signed_in && self.school => SCHOOL,
            Area::Desk if self.signed_in => DESK,
            Area::Desk => &[],
            Area::Site | Area::Portal | Area::Demo => PUBLIC,
        }
    }

    /// Whether the present page is `path` or lies under it.
    pub fn is_at(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    /// Whether the menu shows the present page under `path`: what is one's own has a place of its own in it.
    pub fn is_in(&self, path: &str) -> bool {
        self.is_at(path) && !self.at_security()
    }

    /// Whether this is where the reader sees how they sign in.
    pub fn at_security(&self) -> bool {
        self.is_at("/my/security") || self.is_at("/desk/security")
    }

    /// A version in a title, where its hyphens break no line.
    pub fn unbroken(&self, version: &str) -> String {
        version.replace('-', "\u{2060}-\u{2060}")
    }

    /// Whether this is one of the desk's pages.
    pub fn at_desk(&self) -> bool {
        self.area == Area::Desk
    }

    /// Where the reader signs out, when signed in.
    pub fn sign_out(&self) -> Option<String> {
        match (self.signed_in, self.area) {
            (true, Area::Desk) => Some(self.to("/desk/sign-out")),
            (true, Area::Portal) => Some(self.to("/my/sign-out")),
            _ => None,
        }
    }

    /// The first day of an announced edition, where readers are told of it.
    pub fn announced(&self) -> Option<Date> {
        self.coming.filter(|_| matches!(self.area, Area::Site | Area::Portal))
    }

    /// Whether search engines may list the page.
    pub fn listed(&self) -> bool {
        self.area == Area::Site
    }

    /// A day in words.
    pub fn date(&self, day: &Date) -> String {
        date_text(*day, self.language)
    }

    /// A month in words: "december 2026".
    pub fn month(&self, month: &YearMonth) -> String {
        format!("{} {}", month_name(month.month, self.language), month.year)
    }

    /// A moment in words, in the organisation's time.
    pub fn moment(&self, at: &DateTime) -> String {
        moment_text(*at, self.language)
    }

    /// An article of the GDPR as the language cites it: "12(3)" is "AVG art. 12 lid 3" in Dutch.
    pub fn article(&self, article: &str) -> String {
        match self.language {
            Language::Nl => format!("AVG art. {}", article.replace('(', " lid ").replace(')', "")),
            Language::En => format!("GDPR art. {article}"),
        }
    }

    /// A number as the language writes it.
    #[expect(clippy::needless_pass_by_value, reason = "numbers are copied")]
    pub fn number(&self, number: impl Amount) -> String {
        text::number(self.language, number.amount())
    }

    /// A number in a table of counts, where nothing is a dash.
    pub fn count_or_dash(&self, number: impl Amount) -> String {
        if number.amount() == 0 { "–".to_owned() } else { self.number(number) }
    }

    /// A size in bytes in words.
    pub fn size(&self, bytes: &u64) -> String {
        text::size(self.language, *bytes)
    }

    /// The address of the style sheet.
    pub fn style(&self) -> &'static str {
        assets::style_path()
    }

    /// The address of the icon.
    pub fn icon(&self) -> &'static str {
        assets::icon_path()
    }

    /// The addresses of the fonts that every page needs.
    pub fn fonts(&self) -> [&'static str; 2] {
        assets::font_paths()
    }
}

/// A count that a page shows, whatever its integer type.
pub trait Amount {
    /// The count.
    fn amount(&self) -> i64;
}

macro_rules! amounts {
    ($($kind:ty),*) => {$(
        impl Amount for $kind {
            fn amount(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
        impl Amount for &$kind {
            fn amount(&self) -> i64 {
                (*self).amount()
            }
        }
        impl Amount for &&$kind {
            fn amount(&self) -> i64 {
                (**self).amount()
            }
        }
    )*};
}
amounts!(i64, u64, u32, usize);

fn in_language(language: Language, path: &str) -> String {
    if path == "/" { format!("/{language}") } else { format!("/{language}{path}") }
}
