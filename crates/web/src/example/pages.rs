//! The pages of the example site, in Dutch and English.
//!
//! Every page but the pupils' has the tags of the trackers, marked for the gate; the pupils' has none, and so asks
//! nothing. The content security policy is the strictest that works: a nonce, `strict-dynamic`, Trusted Types.

use std::collections::HashMap;
use std::fmt::Write as _;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::{Entropy, Language};

use super::Places;

/// A page in one language.
struct Page {
    slug: &'static str,
    title: [&'static str; 2],
    text: [&'static str; 2],
}

const PAGES: [Page; 6] = [
    Page {
        slug: "",
        title: [
            "Lesmateriaal waar de klas stil van wordt",
            "Teaching materials that a class falls quiet for",
        ],
        text: [
            "Boeken, oefeningen en cursussen voor het basisonderwijs. Gemaakt door leraren, gebruikt op verzonnen scholen.",
            "Books, exercises and courses for primary schools. Made by teachers, used at invented schools.",
        ],
    },
    Page {
        slug: "course",
        title: ["Cursus: samen lezen", "Course: reading together"],
        text: [
            "In drie middagen leert u een leeskring opzetten. De cursus staat in de leeromgeving; u werkt in uw eigen tijd.",
            "In three afternoons you learn to set up a reading circle. The course is in the learning environment; you work in your own time.",
        ],
    },
    Page {
        slug: "shop",
        title: ["Winkel", "Shop"],
        text: [
            "Leeskist groep 5, 24 boeken: 189 euro. Leg haar in uw mand; dat werkt ook als u alle cookies weigert.",
            "Reading box for group 5, 24 books: 189 euros. Put it into your basket; that works even if you refuse all cookies.",
        ],
    },
    Page {
        slug: "film",
        title: ["Een les bekijken", "Watching a lesson"],
        text: [
            "Deze film staat bij Facebook. Hij laadt pas als u dat wilt.",
            "This film is at Facebook. It loads only when you want it to.",
        ],
    },
    Page {
        slug: "pupils",
        title: ["Voor leerlingen", "For pupils"],
        text: [
            "Welkom! Op deze pagina volgt niemand je. Er staan geen teller en geen reclame op, dus wij vragen je niets.",
            "Welcome! On this page nobody follows you. It has no counter and no advertising, so we ask you nothing.",
        ],
    },
    Page {
        slug: "newsletter",
        title: ["Nieuwsbrief", "Newsletter"],
        text: [
            "Zes keer per jaar een goede les in uw post. Afmelden kan in elke brief. In deze demonstratie blijft alle mail op deze machine.",
            "A good lesson in your mail six times a year. You can unsubscribe in every letter. In this demonstration all mail stays on this machine.",
        ],
    },
];

const STYLE: &str = include_str!("../../example/site.css");

pub(super) fn router(places: Places) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/nl") }))
        .route("/site.css", get(style))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/{lang}", get(home))
        .route("/{lang}/{page}", get(page).post(sent))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .with_state(places)
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

async fn home(State(places): State<Places>, Path(lang): Path<String>, headers: HeaderMap) -> Response {
    show(&places, &lang, "", &headers)
}

async fn page(
    State(places): State<Places>,
    Path((lang, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    show(&places, &lang, &slug, &headers)
}

/// What a shop of WooCommerce keeps of a basket.
const BASKET: [&str; 3] = [
    "wp_woocommerce_session_demo=leeskist; Path=/; Max-Age=172800; SameSite=Lax; HttpOnly",
    "woocommerce_items_in_cart=1; Path=/; SameSite=Lax",
    "woocommerce_cart_hash=demo; Path=/; SameSite=Lax",
];

/// What the form of the shop does: the basket is kept. The form of the letter goes to Gestand.
async fn sent(Path((lang, slug)): Path<(String, String)>) -> Response {
    if slug != "shop" {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut answer = Redirect::to(&format!("/{}/shop", language(&lang))).into_response();
    for cookie in BASKET {
        answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(cookie));
    }
    answer
}

fn language(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_default()
}

fn show(places: &Places, lang: &str, slug: &str, headers: &HeaderMap) -> Response {
    let Some(page) = PAGES.iter().find(|page| page.slug == slug) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if Language::from_tag(lang).is_none_or(|known| known.tag() != lang) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let nonce = hex(&Entropy::system().bytes::<12>());
    let html = document(places, page, language(lang), &nonce, headers);
    let theirs = &places.trackers;
    let gestand = &places.gestand;
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' {theirs}; \
         frame-src {theirs}; connect-src 'self' {gestand} {theirs}; form-action 'self' {gestand}; base-uri 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types gestand"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin".to_owned()),
    ];
    (headers, html).into_response()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn document(places: &Places, page: &Page, language: Language, nonce: &str, headers: &HeaderMap) -> String {
    let pick = |texts: &[&'static str; 2]| -> &'static str {
        let [nl, en] = *texts;
        if language == Language::Nl { nl } else { en }
    };
    let (lang, gestand) = (language.tag(), &places.gestand);
    let pupils = page.slug == "pupils";
    let banner = if pupils {
        String::new()
    } else {
        format!("<script nonce=\"{nonce}\" src=\"{gestand}/gestand.js\"></script>")
    };
    let tags = if pupils { String::new() } else { tags(&places.trackers, nonce) };
    let fill: HashMap<&str, String> = HashMap::from([
        ("lang", lang.to_owned()),
        ("title", pick(&page.title).to_owned()),
        ("text", pick(&page.text).to_owned()),
        ("banner", banner),
        ("tags", tags),
        ("menu", menu(page, language)),
        ("own", own(places, page, language, headers)),
        ("gestand", gestand.clone()),
        (
            "choice",
            if pupils {
                String::new()
            } else {
                format!(
                    "<a href=\"{gestand}/{lang}/cookies\" data-gestand-open>{}</a>",
                    pick(&["Cookiekeuze", "Cookie choice"])
                )
            },
        ),
        ("other", other(page, language)),
        (
            "note",
            pick(&[
                "Dit is een voorbeeldsite met verzonnen inhoud.",
                "This is an example site with invented contents.",
            ])
            .to_owned(),
        ),
    ]);
    let mut html = include_str!("../../example/page.html").to_owned();
    for (name, text) in fill {
        html = html.replace(&format!("{{{{{name}}}}}"), &text);
    }
    html
}

/// The links to all pages.
fn menu(page: &Page, language: Language) -> String {
    let mut menu = String::new();
    for it in &PAGES {
        let here = if it.slug == page.slug { " aria-current=\"page\"" } else { "" };
        let [nl, en] = match it.slug {
            "" => ["Begin", "Home"],
            "course" => ["Cursus", "Course"],
            "shop" => ["Winkel", "Shop"],
            "film" => ["Film", "Film"],
            "pupils" => ["Leerlingen", "Pupils"],
            _ => ["Nieuwsbrief", "Newsletter"],
        };
        let name = if language == Language::Nl { nl } else { en };
        let (tag, slash) = (language.tag(), if it.slug.is_empty() { "" } else { "/" });
        // Writing to a String cannot fail.
        let _ = write!(menu, "<li><a href=\"/{tag}{slash}{}\"{here}>{name}</a></li>", it.slug);
    }
    menu
}

fn other(page: &Page, language: Language) -> String {
    let (tag, name) = if language == Language::Nl { ("en", "English") } else { ("nl", "Nederlands") };
    format!("<a href=\"/{tag}/{}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a>", page.slug)
        .replace(&format!("/{tag}/\""), &format!("/{tag}\""))
}

/// What each page has of its own.
fn own(places: &Places, page: &Page, language: Language, headers: &HeaderMap) -> String {
    let nl = language == Language::Nl;
    let pick = |nl_text: &'static str, en: &'static str| if nl { nl_text } else { en };
    let theirs = &places.trackers;
    match page.slug {
        "film" => format!(
            "<iframe data-service=\"facebook-video\" data-src=\"{theirs}/facebook/video\" title=\"{}\"></iframe>\
             <p class=\"share\">{} <a href=\"https://www.linkedin.com/\" rel=\"noreferrer\">LinkedIn</a> <a href=\"https://www.facebook.com/\" rel=\"noreferrer\">Facebook</a></p>",
            pick("Een les bekijken", "Watching a lesson"),
            pick(
                "Delen via gewone links, die niets laden:",
                "Share through plain links, which load nothing:"
            )
        ),
        "shop" => {
            let full = headers
                .get(header::COOKIE)
                .and_then(|cookies| cookies.to_str().ok())
                .is_some_and(|cookies| cookies.contains("wp_woocommerce_session_"));
            let said =
                if full { pick("In uw mand: 1 leeskist.", "In your basket: 1 reading box.") } else { "" };
            format!(
                "<form method=\"post\"><button>{}</button></form><p role=\"status\" id=\"basket\">{}</p>",
                pick("In de mand", "Into the basket"),
                said
            )
        }
        "newsletter" => format!(
            "<form method=\"post\" action=\"{}/{}/letters\"><input type=\"hidden\" name=\"topic\" value=\"newsletter\">\
             <p><label for=\"email\">{}</label><input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required></p>\
             <p><input id=\"opens\" name=\"topic\" type=\"checkbox\" value=\"mail-measurement\"><label for=\"opens\">{}</label></p>\
             <p><button>{}</button></p></form>",
            places.gestand,
            language.tag(),
            pick("Uw e-mailadres", "Your e-mail address"),
            pick(
                "U mag meten of ik de brief open en op welke link ik klik. (Mag leeg blijven; u krijgt de brief dan ook.)",
                "You may measure whether I open the letter and which link I click. (May stay empty; you get the letter then, too.)"
            ),
            pick("Aanmelden", "Sign up")
        ),
        _ => String::new(),
    }
}

/// The tags, each waiting for its service.
fn tags(theirs: &str, nonce: &str) -> String {
    let script = |service: &str, path: &str| {
        format!(
            "<script type=\"text/plain\" data-service=\"{service}\" data-src=\"{theirs}/{path}\" async></script>"
        )
    };
    format!(
        "{}<script type=\"text/plain\" data-service=\"google-analytics\" nonce=\"{nonce}\">window.dataLayer = window.dataLayer || [];</script>\
         {}{}{}{}<img data-service=\"linkedin-insight\" data-src=\"{theirs}/linkedin/px.gif\" width=\"1\" height=\"1\" alt=\"\">",
        script("google-analytics", "ga/gtag.js"),
        script("google-ads", "ads/conversion.js"),
        script("meta-pixel", "meta/fbevents.js"),
        script("linkedin-insight", "linkedin/insight.js"),
        script("funnelview", "funnelview/track.js"),
    )
}
