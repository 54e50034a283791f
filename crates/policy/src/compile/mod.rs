//! From a folder to an edition, or to everything that is wrong with the folder.
//!
//! Every step notes what it finds and goes on with what it has, so that one run shows all problems: the TOML
//! files against their schemas, references between facts, prose and its clauses, the languages against each
//! other, figures typed by hand, and facts that nothing uses.

mod clauses;
mod documents;
pub(crate) mod load;
pub(crate) mod products;
pub(crate) mod references;
pub(crate) mod shape;
mod systems;
pub(crate) mod topic;
pub(crate) mod tree;

use std::collections::BTreeSet;

use kernel::Language;

use crate::diagnostic::{Code, Collector, Diagnostics, Span};
use crate::edition::{Content, Edition, FORMAT};
use crate::prose::parse::{self, ProseFile};
use crate::prose::typed;
use crate::source::SourceTree;

pub use topic::Topic;

/// What a folder without problems compiles to.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The edition.
    pub edition: Edition,
}

/// Compiles a folder.
///
/// # Errors
/// Everything that is wrong with it, all at once.
pub fn compile(source: &SourceTree) -> Result<Compiled, Diagnostics> {
    let edition = compile_one(&products::base(source))?;
    if !source.iter().any(|(path, _)| products::is_product_file(path)) {
        return Ok(Compiled { edition });
    }
    let mut out = Collector::new(source);
    let products = products::compile(source, &edition, &mut out);
    let content = Content { products, ..edition.content().clone() };
    let sealed = if out.len() == 0 { seal(content, &mut out) } else { None };
    match sealed {
        Some(edition) => Ok(Compiled { edition }),
        None => Err(out.finish()),
    }
}

/// Compiles a folder without products.
fn compile_one(source: &SourceTree) -> Result<Edition, Diagnostics> {
    let mut out = Collector::new(source);
    unknown_files(source, &mut out);
    let loaded = load::load(source, &mut out);
    let edges = references::edges(&loaded);
    references::check(&edges, &loaded, &mut out);

    let languages = loaded.header.as_ref().map(|header| header.languages.clone());
    let prose_seen = out.len();
    let Prose { files, unread } = prose(source, languages.as_deref(), &mut out);
    let prose_whole = out.len() == prose_seen;
    clauses::check(&files, &loaded, &mut out);
    if let Some(languages) = &languages {
        clauses::check_languages(&files, languages, &unread, &mut out);
    }
    let values = typed::Values::gather(&loaded);
    for file in &files {
        typed::check(file, &values, &mut out);
    }
    let mut used = clauses::parameters(&files);
    let documents = documents::build(&files, &loaded, &mut used, &mut out);
    // With a file that cannot be read, what it would have used is unknown.
    if loaded.broken.is_empty() && prose_whole {
        references::check_unused(&edges, &used, &loaded, &mut out);
    }
    let edition = match loaded.header {
        Some(policy) if out.len() == 0 => seal(
            Content { format: FORMAT, policy, facts: loaded.facts, documents, products: Vec::new() },
            &mut out,
        ),
        _ => None,
    };
    edition.ok_or_else(|| out.finish())
}

fn seal(content: Content, out: &mut Collector<'_>) -> Option<Edition> {
    Edition::seal(content)
        .map_err(|error| out.add(Code::WrongValue, "policy.toml", Span::default(), error.to_string(), ""))
        .ok()
}

/// A file that the format does not know was meant to say something; nothing would read it.
fn unknown_files(source: &SourceTree, out: &mut Collector<'_>) {
    let mut known: BTreeSet<&str> = ["policy.toml", "facts/organisation.toml", "facts/storage.toml"].into();
    known.extend(Topic::ALL.into_iter().filter(|topic| *topic != Topic::System).map(Topic::file));
    for (path, _) in source.iter() {
        let prose = prose_path(path).is_some() || is_readme(path);
        if !(known.contains(path) || systems::is_system(path) || prose) {
            let help = crate::diagnostic::did_you_mean(path, known.iter().copied(), "files of a policy");
            out.add(Code::UnknownFile, path, Span::default(), "this file is no part of a policy", help);
        }
    }
}

fn is_readme(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("readme.md"))
}

/// The language tag of a prose file, when `path` is one.
fn prose_path(path: &str) -> Option<&str> {
    let (tag, name) = path.strip_prefix("prose/")?.split_once('/')?;
    name.strip_suffix(".md").map(|_| tag)
}

/// The prose files that can be cut up.
pub(crate) fn read_prose<'t>(
    source: &'t SourceTree,
    languages: Option<&[Language]>,
    out: &mut Collector<'_>,
) -> Vec<ProseFile<'t>> {
    prose(source, languages, out).files
}

/// The prose files, cut up.
struct Prose<'t> {
    files: Vec<ProseFile<'t>>,
    /// The languages with a file that could not be read: what they lack is not known.
    unread: BTreeSet<Language>,
}

fn prose<'t>(source: &'t SourceTree, languages: Option<&[Language]>, out: &mut Collector<'_>) -> Prose<'t> {
    let mut files = Vec::new();
    let mut unread = BTreeSet::new();
    let mut strange = BTreeSet::new();
    for (path, _) in source.iter() {
        let Some(tag) = prose_path(path).filter(|_| !is_readme(path)) else { continue };
        let language = Language::ALL.into_iter().find(|language| language.tag() == tag);
        let Some(language) = language.filter(|language| languages.is_none_or(|all| all.contains(language)))
        else {
            if strange.insert(tag) {
                let help = match language {
                    Some(_) => "add the language to “languages” in policy.toml, or take the folder away",
                    None => "the languages are nl and en",
                };
                out.add(
                    Code::UnsupportedLanguage,
                    path,
                    Span::default(),
                    format!("prose in “{tag}”, which this policy does not have"),
                    help,
                );
            }
            continue;
        };
        match load::text(source, path, out).and_then(|text| parse::parse(path, language, text, out)) {
            Some(file) => files.push(file),
            None => _ = unread.insert(language),
        }
    }
    Prose { files, unread }
}
