//! The fields that people are asked to fill in, as the pages of forms show them: whether their label says that they are
//! required, whether the form agrees, and what the page says of what happens without them.
//!
//! What is read are the pages of this house, whose marks are its own: `data-need` in a label, `data-without` on the words
//! that the field is described by. A choice (a radio button, a box to tick) is a question and no data, and is left out.

use kernel::Language;
use policy::promise::evidence::FieldShown;

use crate::app::App;
use crate::faces::{Call, Faces};
use crate::signin::{Door, Session};

/// Forms for everybody, and forms behind the sign-in.
const PUBLIC: [&str; 4] = ["/request", "/contact", "/letters", "/my/sign-in"];
const OWN: [&str; 5] = ["/my/correct", "/my/object", "/my/review", "/my/complain", "/my/security"];

/// The fields of the forms for everybody.
pub(super) async fn public(app: &App, faces: &Faces) -> Vec<FieldShown> {
    read(app, faces, &PUBLIC, None).await
}

/// The fields of the forms of who is signed in.
pub(super) async fn own(app: &App, faces: &Faces, session: &Session) -> Vec<FieldShown> {
    read(app, faces, &OWN, Some(session)).await
}

async fn read(app: &App, faces: &Faces, pages: &[&str], session: Option<&Session>) -> Vec<FieldShown> {
    let mut found = Vec::new();
    for language in Language::ALL {
        for page in pages {
            let sessions = session.map(|session| (Some(Door::Subject), session.token.clone()));
            let path = format!("/{language}{page}");
            let call = Call { sessions: sessions.into_iter().collect(), ..Call::get(path) };
            let reply = (faces.ask)(app.clone(), call).await;
            if reply.status == 200 {
                found.extend(fields(&reply.text(), page, language));
            }
        }
    }
    found
}

/// The fields on a page.
fn fields(html: &str, page: &str, language: Language) -> Vec<FieldShown> {
    let main = html.split("<main").nth(1).unwrap_or_default();
    let tags = tags(main);
    let shown = |tag: &Tag<'_>| {
        let kind = tag.get("type").unwrap_or("text");
        let asks = match tag.name {
            "input" => !["hidden", "submit", "button", "radio", "checkbox"].contains(&kind),
            "textarea" | "select" => true,
            _ => false,
        };
        let name = tag.get("name").filter(|_| asks)?;
        let id = tag.get("id").unwrap_or_default();
        let label = tags.iter().find(|tag| tag.name == "label" && tag.get("for") == Some(id));
        let label = label.map_or("", |label| label.rest.split("</label>").next().unwrap_or_default());
        let need = self::tags(label).iter().find_map(|tag| tag.get("data-need").map(|need| need == "yes"));
        let described = tag.get("aria-describedby").unwrap_or_default();
        let words = described.split_whitespace().find_map(|id| {
            let words = tags.iter().find(|tag| tag.get("id") == Some(id))?;
            let category = words.get("data-without")?;
            Some((category, plain(words.rest.split('<').next().unwrap_or_default())))
        });
        let (category, without) = words.unwrap_or_default();
        Some(FieldShown {
            page: page.to_owned(),
            language,
            name: name.to_owned(),
            category: (!category.is_empty()).then(|| category.to_owned()),
            says: need,
            required: tag.has("required"),
            without,
        })
    };
    tags.iter().filter_map(shown).collect()
}

/// An opening tag, and what follows it.
struct Tag<'a> {
    name: &'a str,
    inner: &'a str,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    fn get(&self, attribute: &str) -> Option<&'a str> {
        let mut rest = self.inner;
        while let Some((before, after)) = rest.split_once("=\"") {
            let (value, next) = after.split_once('"')?;
            if before.rsplit([' ', '\n']).next() == Some(attribute) {
                return Some(value);
            }
            rest = next;
        }
        None
    }

    /// Whether an attribute stands there without a value.
    fn has(&self, attribute: &str) -> bool {
        let outside = self.inner.split('"').step_by(2);
        outside.flat_map(str::split_whitespace).any(|word| word == attribute)
    }
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        let name = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        // A ">" may stand in a value: the tag ends at the first that stands outside of quotes.
        let mut quoted = false;
        let end = after.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let Some((inner, behind)) =
            end.and_then(|end| Some((after.get(name.len()..end)?, after.get(end + 1..)?)))
        else {
            break;
        };
        found.push(Tag { name, inner, rest: behind });
        rest = behind;
    }
    found
}

fn plain(text: &str) -> String {
    text.trim().replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_its_fields_with_what_it_says_of_them() {
        let page = "<label for=\"x\">outside</label><main id=\"m\"><form>\
            <label for=\"email\">E-mail <span data-need=\"yes\">(verplicht)</span></label>\
            <p id=\"h\">Tip</p><p id=\"w\" data-without=\"email\">Zonder e-mail &amp; naam niets.</p>\
            <input id=\"email\" name=\"email\" type=\"email\" value=\"a>b required\" required aria-describedby=\"h w\">\
            <input name=\"next\" type=\"hidden\"><input type=\"radio\" name=\"right\">\
            <label for=\"why\">Waarom <span data-need=\"no\">(niet verplicht)</span></label>\
            <textarea id=\"why\" name=\"why\" aria-describedby=\"w2\"></textarea><p id=\"w2\" data-without=\"\">Dan niet.</p>\
            <select id=\"s\" name=\"s\" required></select></form>";
        let found = fields(page, "/request", Language::Nl);
        let rows: Vec<_> = found
            .iter()
            .map(|f| (f.name.as_str(), f.category.as_deref(), f.says, f.required, f.without.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("email", Some("email"), Some(true), true, "Zonder e-mail & naam niets."),
                ("why", None, Some(false), false, "Dan niet."),
                ("s", None, None, true, ""),
            ]
        );
    }

    #[test]
    fn what_is_no_page_has_no_fields() {
        for odd in ["", "<main>", "<main><input name=\"x", "<main><", "<main><input name=x>"] {
            assert!(fields(odd, "/", Language::En).is_empty(), "{odd}");
        }
    }
}
