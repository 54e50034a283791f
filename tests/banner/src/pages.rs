//! The pages of the small site, and what the tracker answers.
//!
//! `/nl` and `/en` hold tags, a frame and a counting image, all gated, under the strictest content security
//! policy: a nonce, `strict-dynamic`, Trusted Types. `/strict/nl` has the strict build and a script of the
//! site's own that tries to get around the gate. `/bare/nl` has the banner and nothing to gate, `/plain/nl` has no banner.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::serve::{Answer, Asked, Server};

const NONCE: &str = "b3f1c0";

/// The site and the tracker.
pub struct Scene {
    /// The site with the banner.
    pub site: Server,
    /// Somebody else's server.
    pub tracker: Server,
}

impl Scene {
    /// Starts both, with the edition of `banner/test/edition.json`; `change` may alter it.
    ///
    /// # Errors
    /// When the build is missing or no port is free.
    pub async fn set(change: impl FnOnce(&mut Value)) -> Result<Self> {
        let banner = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../banner");
        let read = |name: &str| {
            std::fs::read_to_string(banner.join(name))
                .with_context(|| format!("banner/{name} is missing: run `cargo xtask banner`"))
        };
        let mut edition: Value = serde_json::from_str(&read("test/edition.json")?)?;
        change(&mut edition);
        let (plain, strict) = (read("dist/gestand.js")?, read("dist/gestand-strict.js")?);
        let serve = move |build: &str| format!("{}({edition});", build.trim());
        let (plain, strict) = (serve(&plain), serve(&strict));
        let tracker = Server::start("127.0.0.2", track).await?;
        let theirs = tracker.home.clone();
        let site = Server::start("127.0.0.1", move |asked| {
            let path = asked.line.split_once(' ').map_or("", |(_, path)| path);
            match path {
                "/gestand.js" => script(&plain),
                "/gestand-strict.js" => script(&strict),
                "/v1/consents" => {
                    Answer { status: "201 Created", headers: String::new(), body: String::new() }
                }
                "/favicon.ico" => {
                    Answer { status: "204 No Content", headers: String::new(), body: String::new() }
                }
                path => page(path, &theirs),
            }
        })
        .await?;
        Ok(Self { site, tracker })
    }
}

fn script(text: &str) -> Answer {
    let headers = "Content-Type: text/javascript; charset=utf-8\r\nAccess-Control-Allow-Origin: *\r\n";
    Answer { status: "200 OK", headers: headers.into(), body: text.to_owned() }
}

/// Everything that a tracker does: a tag that sets a cookie and reports, a frame, an image, a cookie of its own.
fn track(asked: &Asked) -> Answer {
    let path = asked.line.split_once(' ').map_or("", |(_, path)| path);
    match path.split('?').next().unwrap_or_default() {
        "/ga.js" => script(
            "window.ran = [...(window.ran || []), 'ga']; document.cookie = '_ga=1.2.3;Path=/;Max-Age=9999'; \
             document.cookie = '_ga_AB12=1;Path=/;Max-Age=9999'; localStorage.setItem('_ga', '1');",
        ),
        "/meta.js" => script(
            "window.ran = [...(window.ran || []), 'meta']; document.cookie = '_fbp=1;Path=/;Max-Age=9999';",
        ),
        "/frame" => Answer {
            status: "200 OK",
            headers: "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n".into(),
            body: "<!doctype html><html lang=\"nl\"><title>Film</title><p>Film</p>".into(),
        },
        _ => Answer {
            status: "200 OK",
            headers: "Content-Type: image/svg+xml\r\nAccess-Control-Allow-Origin: *\r\n".into(),
            body: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>".into(),
        },
    }
}

fn page(path: &str, theirs: &str) -> Answer {
    let path = path.split('?').next().unwrap_or_default();
    let language = if path.ends_with("/en") { "en" } else { "nl" };
    let build = if path.starts_with("/strict") { "gestand-strict.js" } else { "gestand.js" };
    let (title, text, again) = if language == "en" {
        (
            "Course for teachers",
            "Read together with your class. This page has a film and a counter.",
            "Cookie choice",
        )
    } else {
        (
            "Cursus voor leraren",
            "Lees samen met uw klas. Op deze pagina staan een film en een teller.",
            "Cookiekeuze",
        )
    };
    let banner = if path.starts_with("/plain") {
        String::new()
    } else {
        format!("<script nonce=\"{NONCE}\" src=\"/{build}\"></script>")
    };
    let gated = if path.starts_with("/bare") { String::new() } else { gated(theirs) };
    let own = if path.starts_with("/strict") { sly(theirs) } else { String::new() };
    let body = format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style nonce=\"{NONCE}\">body {{ font: 18px/1.6 Georgia, serif; margin: 0; color: #222; background: #fdfdfb }} \
         main, footer {{ max-width: 44rem; margin: auto; padding: 2rem 1.5rem }} iframe {{ width: 100%; height: 20rem }} \
         button {{ background: red; text-transform: uppercase }} h2 {{ color: orange }} \
         @media (prefers-color-scheme: dark) {{ body {{ background: #12141a; color: #eee }} a {{ color: #a9bdff }} }}</style>\
         {banner}</head><body><main><h1>{title}</h1><p>{text}</p>{gated}\
         <p>{}</p></main><footer><a href=\"#choices\" data-gestand-open>{again}</a></footer>{own}</body></html>",
        "… ".repeat(900)
    );
    let headers = format!(
        "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nContent-Security-Policy: \
         default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; style-src 'nonce-{NONCE}'; \
         img-src 'self' {theirs}; frame-src {theirs}; connect-src 'self' {theirs}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types gestand\r\n"
    );
    Answer { status: "200 OK", headers, body }
}

/// What a site marks for the gate.
fn gated(theirs: &str) -> String {
    format!(
        "<script type=\"text/plain\" data-service=\"google-analytics\" data-src=\"{theirs}/ga.js\"></script>\
         <script type=\"text/plain\" data-service=\"google-analytics\" nonce=\"{NONCE}\">window.ran = [...(window.ran || []), 'inline'];</script>\
         <script type=\"text/plain\" data-service=\"meta-pixel\" data-purpose=\"marketing\" data-src=\"{theirs}/meta.js\"></script>\
         <script type=\"text/plain\" data-service=\"nobody-knows\" data-src=\"{theirs}/unknown.js\"></script>\
         <iframe data-service=\"funnelview\" data-src=\"{theirs}/frame\" title=\"Film\"></iframe>\
         <img data-purpose=\"marketing\" data-src=\"{theirs}/pixel\" width=\"1\" height=\"1\" alt=\"\">"
    )
}

/// A script of the site that starts others by itself.
fn sly(theirs: &str) -> String {
    format!(
        "<script nonce=\"{NONCE}\">window.tried = (async () => {{ const stopped = []; \
         new Image().src = '{theirs}/sly-image'; \
         const frame = document.createElement('iframe'); frame.title = 'x'; frame.setAttribute('src', '{theirs}/sly-frame'); document.body.append(frame); \
         await fetch('{theirs}/sly-fetch').catch(() => stopped.push('fetch')); \
         if (!navigator.sendBeacon('{theirs}/sly-beacon', 'x')) stopped.push('beacon'); \
         try {{ const x = new XMLHttpRequest(); x.open('GET', '{theirs}/sly-xhr'); x.send(); }} catch {{ stopped.push('xhr'); }} \
         try {{ new EventSource('{theirs}/sly-events'); }} catch {{ stopped.push('events'); }} \
         document.cookie = 'sly=1;Path=/'; document.cookie = 'wp_woocommerce_session_1=basket;Path=/'; \
         await fetch('/favicon.ico'); return stopped; }})();</script>"
    )
}
