//! Every page from invented contexts: empty, typical, hostile; in both languages.
//!
//! The pages are also written to `target/tmp/gallery`, where they can be looked at and measured in a
//! browser. To add a page: a function in the module of its face that returns its samples.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::too_many_lines, clippy::format_push_string, reason = "samples are long tables of words")]

mod accounts;
mod choices;
mod demo;
mod desk;
mod officers;
mod portal;
mod site;
mod words;

use std::path::PathBuf;

use kernel::Language;
use web::assets;
use web::frame::{Area, Frame};
use web::page::Page;
use web::view::problem::{Problem, ProblemKind};

/// One page to render.
struct Sample {
    name: &'static str,
    area: Area,
    path: &'static str,
    signed_in: bool,
    page: Box<dyn Page>,
}

fn sample(name: &'static str, area: Area, path: &'static str, page: impl Page + 'static) -> Sample {
    let signed_in = matches!(area, Area::Portal | Area::Desk) && !path.contains("sign-in");
    Sample { name, area, path, signed_in, page: Box::new(page) }
}

fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    all.extend(site::samples());
    all.extend(portal::samples());
    all.extend(desk::samples());
    all.extend(choices::samples());
    all.extend(accounts::samples());
    all.extend(demo::samples());
    all.extend(officers::samples());
    all.extend(officers::writing());
    all.push(sample("problem-404", Area::Site, "/nothing", problem(ProblemKind::NotFound)));
    all.push(sample("problem-500", Area::Portal, "/my", problem(ProblemKind::Internal)));
    all.push(sample("problem-401", Area::Desk, "/desk/sign-in", problem(ProblemKind::SignInFirst)));
    all.push(sample(
        "problem-hostile",
        Area::Site,
        "/x",
        Problem {
            kind: ProblemKind::BadRequest,
            detail: Some(words::HOSTILE.into()),
            reference: Some("<b>".into()),
        },
    ));
    all
}

fn problem(kind: ProblemKind) -> Problem {
    Problem {
        kind,
        detail: None,
        reference: (kind == ProblemKind::Internal).then(|| "0198c3e2-7d4a".to_owned()),
    }
}

fn render(sample: &Sample, language: Language) -> String {
    let frame = Frame {
        language,
        organisation: if sample.name.contains("hostile") {
            words::HOSTILE.into()
        } else {
            "Leskracht".into()
        },
        contact: (sample.name != "home-empty").then(|| "privacy@leskracht.example".into()),
        area: sample.area,
        path: sample.path.into(),
        signed_in: sample.signed_in,
        school: sample.name.starts_with("school"),
        coming: sample.name.starts_with("home").then(|| jiff::civil::date(2027, 6, 1)),
        facts: None,
        demo: sample.name != "home-empty" && !sample.name.starts_with("privacy"),
    };
    sample.page.render(&frame).expect("the page renders")
}

/// Puts the gallery where a browser can open it, with the assets under relative addresses.
#[test]
fn every_page_can_be_looked_at() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("assets")).expect("the gallery's folder");
    for asset in assets::all() {
        let name = asset.path.rsplit('/').next().expect("a name");
        let bytes = match asset.media {
            "text/css; charset=utf-8" => {
                String::from_utf8(asset.bytes.clone()).expect("text").replace("/assets/", "").into_bytes()
            }
            _ => asset.bytes.clone(),
        };
        std::fs::write(folder.join("assets").join(name), bytes).expect("the asset is written");
    }
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>");
    for sample in samples() {
        for language in Language::ALL {
            let name = format!("{}.{language}.html", sample.name);
            let html = render(&sample, language).replace("\"/assets/", "\"assets/");
            std::fs::write(folder.join(&name), html).expect("the page is written");
            index.push_str(&format!("<li><a href=\"{name}\">{name}</a>"));
        }
    }
    std::fs::write(folder.join("index.html"), index).expect("the index is written");
}

#[test]
fn every_page_is_whole_and_carries_no_code() {
    for sample in samples() {
        for language in Language::ALL {
            let html = render(&sample, language);
            let name = format!("{} in {language}", sample.name);
            // Our own files may run, and nothing that stands in the page itself.
            let html = assets::all().iter().fold(html, |html, asset| {
                html.replace(&format!("<script src=\"{}\" defer></script>", asset.path), "")
            });
            assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
            assert!(html.starts_with("<!doctype html>"), "{name}");
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name}: its language");
            assert!(html.contains("<a class=\"skip\" href=\"#main\">"), "{name}: a skip link");
            assert!(!html.contains("<title> –"), "{name}: a title");
            for forbidden in ["<script", " style=", "\"javascript:", "<iframe", "http-equiv"] {
                assert!(!html.to_lowercase().contains(forbidden), "{name} contains {forbidden}");
            }
            let outside_values: String = html.split('"').step_by(2).collect();
            for tag in outside_values.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
                assert!(!tag.contains(" on"), "{name} has a live handler: {tag}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_has_its_target() {
    for sample in samples() {
        let html = render(&sample, Language::Nl);
        let ids: Vec<&str> = attribute_values(&html, "id");
        let mut seen = std::collections::BTreeSet::new();
        for id in &ids {
            assert!(seen.insert(*id), "{}: the id {id} stands twice", sample.name);
        }
        let local: Vec<&str> =
            attribute_values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')).collect();
        let described = attribute_values(&html, "aria-describedby");
        let labelled = attribute_values(&html, "aria-labelledby");
        let labels = attribute_values(&html, "for");
        let lists =
            described.iter().chain(&labelled).chain(&labels).flat_map(|value| value.split_whitespace());
        for target in lists.chain(local) {
            assert!(seen.contains(target), "{}: nothing has the id {target}", sample.name);
        }
    }
}

#[test]
fn pages_ask_nothing_of_other_servers() {
    for sample in samples() {
        let html = render(&sample, Language::En);
        for source in attribute_values(&html, "src") {
            assert!(source.starts_with('/'), "{}: {source}", sample.name);
        }
        for tag in html.split("<link").skip(1) {
            let tag = tag.split('>').next().unwrap_or(tag);
            let href = attribute_values(tag, "href");
            assert!(href.iter().all(|href| href.starts_with('/')), "{}: {tag}", sample.name);
        }
    }
}

fn attribute_values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let needle = format!(" {name}=\"");
    html.split(needle.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_main_pages_stay_as_they_were_approved() {
    for sample in samples().iter().filter(|sample| sample.name.ends_with("-typical")) {
        for language in Language::ALL {
            let html = render(sample, language);
            let html = assets::all().iter().fold(html, |html, asset| html.replace(&asset.path, "/assets/…"));
            insta::assert_snapshot!(format!("{}.{language}", sample.name), html);
        }
    }
}
