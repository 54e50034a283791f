//! Products: additional rules for one product, in `products/ID/`. A product inherits the whole policy, and may only tighten
//! what it inherits or add to it.
//!
//! ```text
//! products/ID/product.toml      inherits = "ID of the policy", name = { nl, en }
//! products/ID/facts/FILE.toml   only what is stricter or comes on top; merged over the file of the same name
//! products/ID/prose/LANG/*.md   the product's own documents, with clauses of their own
//! ```
//!
//! A product is compiled as a policy of its own: its facts laid over those it inherits, its documents beside them. The
//! two policies are then compared as two editions are ([`crate::difference`]); what is wider, and is not something
//! altogether new, is underlined where it stands.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::topic::Topic;
use super::tree::{self, Node};
use super::{compile_one, load, shape};
use crate::diagnostic::{Code, Collector, Span};
use crate::difference::{self, Class, Kind};
use crate::edition::{Edition, Product, Restated};
use crate::overlay;
use crate::schemas;
use crate::source::SourceTree;
use crate::values::Name;

/// The folder of products.
const FOLDER: &str = "products/";

/// `products/ID/product.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductHeader {
    /// The id of the policy that it inherits.
    pub inherits: String,
    /// What the product is called.
    pub name: Name,
}

/// Whether a file belongs to a product.
pub(super) fn is_product_file(path: &str) -> bool {
    path.starts_with(FOLDER)
}

/// The folder's files without those of products.
pub(super) fn base(source: &SourceTree) -> SourceTree {
    let mut base = SourceTree::new();
    for (path, bytes) in source.iter().filter(|(path, _)| !is_product_file(path)) {
        base.insert(path, bytes);
    }
    base
}

/// Compiles every product of a policy that itself compiles.
pub(super) fn compile(source: &SourceTree, policy: &Edition, out: &mut Collector<'_>) -> Vec<Product> {
    ids(source).into_iter().filter_map(|id| product(source, policy, &id, out)).collect()
}

/// Every product as far as it can be read: its folder, and the policy with the product laid over it.
pub(crate) fn laid_out(source: &SourceTree, out: &mut Collector<'_>) -> Vec<(String, SourceTree)> {
    let folders = ids(source).into_iter().map(|id| format!("{FOLDER}{id}/"));
    folders
        .filter_map(|folder| merged(source, &folder, out).map(|merged| (merged.folder, merged.tree)))
        .collect()
}

/// The ids of the products, in order.
fn ids(source: &SourceTree) -> BTreeSet<String> {
    let own = source.iter().filter_map(|(path, _)| path.strip_prefix(FOLDER));
    own.filter_map(|rest| rest.split_once('/')).map(|(id, _)| id.to_owned()).collect()
}

fn product(source: &SourceTree, policy: &Edition, id: &str, out: &mut Collector<'_>) -> Option<Product> {
    let folder = format!("{FOLDER}{id}/");
    let header = header(source, &folder, policy, out)?;
    if !shape::is_id(id) {
        let help = "an id is small letters, digits and dashes, and begins with a letter";
        out.add(
            Code::BadId,
            &format!("{folder}product.toml"),
            Span::default(),
            format!("“{id}” is no id"),
            help,
        );
        return None;
    }
    let before = out.len();
    let merged = merged(source, &folder, out)?;
    let compiled = match compile_one(&merged.tree) {
        Ok(edition) => edition,
        Err(problems) => {
            for problem in problems.iter() {
                let (file, span) = merged.origin(&problem.file, problem.span);
                out.add(
                    problem.code,
                    &file,
                    span,
                    format!("for this product: {}", problem.message),
                    problem.help.clone().unwrap_or_default(),
                );
            }
            return None;
        }
    };
    let tighter = tighter(policy, &compiled, &merged, out);
    if out.len() > before {
        return None;
    }
    let known: BTreeSet<(&str, kernel::Language)> =
        policy.content().documents.iter().map(|document| (document.id.as_str(), document.language)).collect();
    let (inherited, documents): (Vec<_>, Vec<_>) = compiled
        .content()
        .documents
        .iter()
        .cloned()
        .partition(|document| known.contains(&(document.id.as_str(), document.language)));
    let restated = restated(policy, &inherited);
    // Facts are data that were read from text a moment ago: they can always be written as JSON.
    let stricter = overlay::between(policy.facts(), compiled.facts()).ok().flatten();
    let name = header.name.text().clone();
    Some(Product { id: id.to_owned(), name, rules: tighter, stricter, restated, documents })
}

/// What is stricter for the product, or new; what is looser is noted as a problem.
fn tighter(policy: &Edition, compiled: &Edition, merged: &Merged, out: &mut Collector<'_>) -> Vec<Text> {
    let mut tighter = Vec::new();
    for change in difference::facts_between(policy, compiled) {
        let parts: Vec<&str> = change.path.split('.').collect();
        // Something altogether new is told with the product; a part of what is inherited is not new.
        let new = change.kind == Kind::Added
            && parts.len() == 2
            && Topic::from_plural(parts.first().copied().unwrap_or_default()).is_some();
        if change.class == Class::Widening && !new {
            let (file, span) = merged.place(&parts, out);
            let help = "a product may only tighten what it inherits, or add something new; change the policy itself, or take this out";
            out.add(
                Code::ProductLoosens,
                &file,
                span,
                format!("this is looser than the policy: {}", change.what.en),
                help,
            );
        } else {
            tighter.push(Text { nl: change.what.nl.clone(), en: change.what.en.clone() });
        }
    }
    tighter
}

/// Inherited clauses that read differently for the product, because a fact in them is stricter.
fn restated(policy: &Edition, inherited: &[crate::document::Document]) -> Vec<Restated> {
    let mut all = Vec::new();
    for document in inherited {
        let Some(before) = policy.document(&document.id, document.language) else { continue };
        let old: BTreeMap<_, _> = before
            .passages()
            .filter_map(|passage| Some((&passage.clause.as_ref()?.id, &passage.markdown)))
            .collect();
        for passage in document.passages() {
            let Some(clause) = &passage.clause else { continue };
            if old.get(&clause.id).is_some_and(|markdown| **markdown != passage.markdown) {
                all.push(Restated {
                    clause: clause.id.clone(),
                    document: document.id.clone(),
                    language: document.language,
                    markdown: passage.markdown.clone(),
                });
            }
        }
    }
    all
}

fn header(
    source: &SourceTree,
    folder: &str,
    policy: &Edition,
    out: &mut Collector<'_>,
) -> Option<ProductHeader> {
    let file = format!("{folder}product.toml");
    if source.get(&file).is_none() {
        let help = "it holds inherits, the id of the policy, and the product’s name";
        out.add(Code::MissingFile, &file, Span::default(), format!("{file} is missing"), help);
        return None;
    }
    let text = load::text(source, &file, out)?;
    let node = tree::parse(&file, text, out)?;
    let before = out.len();
    shape::check(&file, &node, &schemas::of::<ProductHeader>(), out);
    if out.len() > before {
        return None;
    }
    let header: ProductHeader = load::from_json(&file, node.to_json(), out)?;
    if header.inherits != policy.policy().id {
        let span = node.get("inherits").map_or_else(Span::default, |node| node.span);
        let message = format!(
            "this product inherits “{}”, and the policy is “{}”",
            header.inherits,
            policy.policy().id
        );
        out.add(Code::WrongValue, &file, span, message, "write the id of the policy that it belongs to");
        return None;
    }
    Some(header)
}

/// A product laid over its policy.
struct Merged<'t> {
    tree: SourceTree,
    folder: String,
    source: &'t SourceTree,
}

impl Merged<'_> {
    /// Where a problem of the merged folder stands in the real one. In a merged file places have moved, so the whole
    /// file is named.
    fn origin(&self, file: &str, span: Span) -> (String, Span) {
        let own = format!("{}{file}", self.folder);
        match self.source.get(&own) {
            Some(_) if file.starts_with("prose/") => (own, span),
            Some(_) => (own, Span::default()),
            None => (file.to_owned(), span),
        }
    }

    /// Where a product says a fact: the innermost key of its path that its file has.
    fn place(&self, path: &[&str], out: &mut Collector<'_>) -> (String, Span) {
        let (first, rest) = path.split_first().map_or(("", &path[..0]), |(first, rest)| (*first, rest));
        let (file, keys): (String, Vec<&str>) = match Topic::from_plural(first) {
            Some(topic) => (
                topic.file().to_owned(),
                std::iter::once(topic.singular()).chain(rest.iter().copied()).collect(),
            ),
            None if first == "breach" => ("facts/security.toml".into(), path.to_vec()),
            None => (format!("facts/{first}.toml"), rest.to_vec()),
        };
        let own = format!("{}{file}", self.folder);
        let Some(text) = self.source.get(&own).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            return (format!("{}product.toml", self.folder), Span::default());
        };
        let Some(root) = tree::parse(&own, text, out) else { return (own, Span::default()) };
        let mut node: &Node = &root;
        for key in keys {
            match node.get(key) {
                Some(inner) => node = inner,
                None => break,
            }
        }
        (own, node.span)
    }
}

fn merged<'t>(source: &'t SourceTree, folder: &str, out: &mut Collector<'_>) -> Option<Merged<'t>> {
    let mut tree = base(source);
    let before = out.len();
    for (path, bytes) in source.iter() {
        let Some(own) = path.strip_prefix(folder) else { continue };
        if own == "product.toml" || super::is_readme(own) {
            continue;
        }
        if super::prose_path(own).is_some() {
            if tree.get(own).is_some() {
                let help = "give the product’s document a name of its own; what it inherits is there already";
                out.add(
                    Code::UnknownFile,
                    path,
                    Span::default(),
                    "the policy has a document of this name",
                    help,
                );
            }
            tree.insert(own, bytes);
        } else if own.starts_with("facts/") && !own.starts_with("facts/systems/") && tree.get(own).is_some() {
            let inherited = tree.get(own).map(<[u8]>::to_vec).unwrap_or_default();
            if let Some(text) = laid_over(&inherited, path, source, out) {
                tree.insert(own, text);
            }
        } else {
            let help = "a product has product.toml, facts over files that the policy has, and prose";
            out.add(Code::UnknownFile, path, Span::default(), "this file is no part of a product", help);
        }
    }
    (out.len() == before).then(|| Merged { tree, folder: folder.to_owned(), source })
}

/// A product's facts laid over a file: tables are merged, everything else takes the place of what was there.
fn laid_over(inherited: &[u8], path: &str, source: &SourceTree, out: &mut Collector<'_>) -> Option<String> {
    let text = load::text(source, path, out)?;
    // For its faults, told where they stand.
    tree::parse(path, text, out)?;
    let over: toml::Table = text.parse().ok()?;
    let mut under: toml::Table = std::str::from_utf8(inherited).ok()?.parse().ok()?;
    lay(&mut under, over);
    toml::to_string(&under).ok()
}

fn lay(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => lay(under, over),
            (_, value) => _ = under.insert(key, value),
        }
    }
}
