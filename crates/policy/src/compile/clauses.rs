//! What clauses must satisfy: one id once, a known promise with parameters that name facts, and the same set
//! in the same order in every language.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use kernel::Language;

use super::load::Loaded;
use super::references::{self, FactRef};
use super::topic::Topic;
use crate::diagnostic::{Code, Collector, Span, did_you_mean};
use crate::document::ClauseId;
use crate::promise;
use crate::prose::parse::{Block, FenceHead, Param, ProseFile};

/// The clauses of a file in order.
fn heads<'a>(file: &'a ProseFile<'_>) -> impl Iterator<Item = (&'a FenceHead, &'a std::ops::Range<usize>)> {
    file.blocks.iter().filter_map(|block| match block {
        Block::Passage { clause: Some(head), text } => Some((head, text)),
        _ => None,
    })
}

/// The facts that parameters name: a promise about a fact uses it.
pub(super) fn parameters(files: &[ProseFile<'_>]) -> BTreeSet<FactRef> {
    let params = files.iter().flat_map(heads).flat_map(|(head, _)| &head.params);
    params
        .filter_map(|param| Some((Topic::from_singular(&param.key)?, &param.values)))
        .flat_map(|(topic, values)| values.iter().map(move |(value, _)| (topic, value.clone())))
        .collect()
}

/// Checks each clause on its own, and that no id stands twice in one language.
pub(super) fn check(files: &[ProseFile<'_>], loaded: &Loaded, out: &mut Collector<'_>) {
    let mut seen: BTreeMap<(Language, &ClauseId), &str> = BTreeMap::new();
    for file in files {
        for (head, text) in heads(file) {
            if let Some(first) = seen.insert((file.language, &head.id), &file.path) {
                let message = format!("a second passage with the id {}", head.id);
                out.add(
                    Code::DuplicateClause,
                    &file.path,
                    head.id_span,
                    message,
                    format!("the first stands in {first}"),
                );
            }
            let prose = file.text.get(text.clone()).unwrap_or_default();
            if without_comments(prose).trim().is_empty() {
                let message = format!("the clause {} has no text", head.id);
                out.add(
                    Code::EmptyClause,
                    &file.path,
                    head.id_span,
                    message,
                    "write what is promised, or take the clause out",
                );
            }
            check_promise(file, head, loaded, out);
        }
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

fn check_promise(file: &ProseFile<'_>, head: &FenceHead, loaded: &Loaded, out: &mut Collector<'_>) {
    let Some(found) = promise::find(&head.promise) else {
        let shown: String = head.promise.chars().take(60).collect();
        let names = promise::catalogue::all().map(|promise| promise.name);
        let help = match crate::diagnostic::suggest(&head.promise, names) {
            Some(name) => format!("did you mean “{name}”?"),
            None => "the catalogue of promises is in the documentation".to_owned(),
        };
        out.add(Code::UnknownPromise, &file.path, head.promise_span, format!("no promise “{shown}”"), help);
        return;
    };
    for param in &head.params {
        if param.key == promise::VOID {
            check_void(file, param, out);
        } else if !found.params.contains(&param.key.as_str()) {
            let shown: String = param.key.chars().take(40).collect();
            let message = format!("the promise “{}” takes no “{shown}”", found.name);
            let there_is = found.params.iter().copied().chain([promise::VOID]);
            let help = did_you_mean(&param.key, there_is, "it takes");
            out.add(Code::UnknownParameter, &file.path, param.key_span, message, help);
        } else if let Some(topic) = Topic::from_singular(&param.key) {
            for (value, span) in &param.values {
                let unreadable = loaded.broken.contains(&topic) && loaded.ids_of(topic).next().is_none();
                if !loaded.declares(topic, value) && !unreadable {
                    references::unknown(topic, value, &file.path, *span, loaded, out);
                }
            }
        }
    }
}

fn check_void(file: &ProseFile<'_>, param: &Param, out: &mut Collector<'_>) {
    for (value, span) in &param.values {
        if promise::conflict(value).is_none() {
            let shown: String = value.chars().take(40).collect();
            let help = did_you_mean(value, promise::conflicts(), "conflicts");
            out.add(
                Code::UnknownParameter,
                &file.path,
                *span,
                format!("no conflict with the law “{shown}”"),
                help,
            );
        }
    }
}

/// Checks that every language has the same documents, and these the same clauses in the same order making the
/// same promises. The first language of the policy is what the others are held against.
pub(super) fn check_languages(
    files: &[ProseFile<'_>],
    languages: &[Language],
    unread: &BTreeSet<Language>,
    out: &mut Collector<'_>,
) {
    let mut documents: BTreeMap<(Language, &str), &ProseFile<'_>> = BTreeMap::new();
    for file in files {
        match documents.entry((file.language, &file.document)) {
            Entry::Vacant(free) => _ = free.insert(file),
            Entry::Occupied(first) => {
                let message = format!("a second document “{}” in {}", file.document, file.language);
                let help = format!("the first is {}", first.get().path);
                out.add(Code::FrontMatter, &file.path, file.document_span, message, help);
            }
        }
    }
    let ids: BTreeSet<&str> = files.iter().map(|file| file.document.as_str()).collect();
    for id in &ids {
        let have: Vec<&ProseFile<'_>> =
            languages.iter().filter_map(|language| documents.get(&(*language, *id)).copied()).collect();
        let Some((reference, others)) = have.split_first() else { continue };
        let lacks =
            |language: &&Language| !documents.contains_key(&(**language, *id)) && !unread.contains(language);
        for language in languages.iter().filter(lacks) {
            let message = format!("the document “{id}” does not exist in {language}");
            out.add(
                Code::MissingDocument,
                &reference.path,
                reference.document_span,
                message,
                format!("write prose/{language}/{id}.md"),
            );
        }
        for other in others {
            compare(reference, other, out);
        }
    }
    if ids.is_empty() && unread.is_empty() {
        out.add(
            Code::MissingDocument,
            "policy.toml",
            Span::default(),
            "this policy has no documents",
            "write prose/nl/privacy.md and its equals",
        );
    }
}

fn compare(reference: &ProseFile<'_>, other: &ProseFile<'_>, out: &mut Collector<'_>) {
    let (ours, theirs): (Vec<_>, Vec<_>) = (heads(reference).collect(), heads(other).collect());
    lacking(reference, &ours, other, &theirs, out);
    lacking(other, &theirs, reference, &ours, out);
    let mut position: BTreeMap<&ClauseId, usize> = BTreeMap::new();
    for (index, (head, _)) in ours.iter().enumerate() {
        position.entry(&head.id).or_insert(index);
    }
    let mut last = None;
    for (head, _) in &theirs {
        let Some(index) = position.get(&head.id) else { continue };
        if last.is_some_and(|last| *index < last) {
            let message =
                format!("the clause {} stands in another place than in {}", head.id, reference.language);
            out.add(
                Code::ClauseOrder,
                &other.path,
                head.id_span,
                message,
                "give every language the same order",
            );
        }
        last = Some(*index);
        if let Some((same, _)) = ours.get(*index) {
            compare_heads(same, reference, head, other, out);
        }
    }
}

fn compare_heads(
    ours: &FenceHead,
    reference: &ProseFile<'_>,
    head: &FenceHead,
    other: &ProseFile<'_>,
    out: &mut Collector<'_>,
) {
    let values = |head: &FenceHead| -> BTreeMap<String, BTreeSet<String>> {
        head.params
            .iter()
            .map(|param| (param.key.clone(), param.values.iter().map(|(value, _)| value.clone()).collect()))
            .collect()
    };
    if ours.promise != head.promise {
        let message = format!("the clause {} makes another promise than in {}", head.id, reference.language);
        out.add(
            Code::PromiseDiffers,
            &other.path,
            head.promise_span,
            message,
            format!("there it is “{}”", ours.promise),
        );
    } else if values(ours) != values(head) {
        let message = format!("the clause {} has other parameters than in {}", head.id, reference.language);
        out.add(
            Code::PromiseDiffers,
            &other.path,
            head.id_span,
            message,
            "give every language the same parameters",
        );
    }
}

fn lacking(
    having: &ProseFile<'_>,
    heads: &[(&FenceHead, &std::ops::Range<usize>)],
    other: &ProseFile<'_>,
    theirs: &[(&FenceHead, &std::ops::Range<usize>)],
    out: &mut Collector<'_>,
) {
    for (head, _) in heads {
        if !theirs.iter().any(|(other, _)| other.id == head.id) {
            let message = format!("the clause {} is lacking in {}", head.id, other.language);
            out.add(
                Code::MissingClause,
                &having.path,
                head.id_span,
                message,
                format!("write it in {}", other.path),
            );
        }
    }
}
