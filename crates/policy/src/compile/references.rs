//! References between facts: what each names must exist, and what is used is what something used names.

use std::collections::BTreeSet;

use super::load::Loaded;
use super::systems;
use super::topic::Topic;
use super::tree::Node;
use crate::diagnostic::{Code, Collector, Span, did_you_mean};

/// A fact, by its topic and id.
pub(crate) type FactRef = (Topic, String);

/// A reference from one fact to another.
pub(super) struct Edge {
    pub(super) from: FactRef,
    pub(super) to: FactRef,
    file: String,
    span: Span,
}

/// The fields that hold ids: of which topic, under which key, to which topic.
const FIELDS: [(Topic, &str, Topic); 8] = [
    (Topic::Purpose, "subjects", Topic::Subject),
    (Topic::Purpose, "categories", Topic::Category),
    (Topic::Purpose, "term", Topic::Term),
    (Topic::Recipient, "purposes", Topic::Purpose),
    (Topic::Recipient, "categories", Topic::Category),
    (Topic::Service, "recipient", Topic::Recipient),
    (Topic::Service, "purpose", Topic::Purpose),
    (Topic::Term, "categories", Topic::Category),
];

/// Every reference between facts.
pub(super) fn edges(loaded: &Loaded) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (topic, key, target) in FIELDS {
        let entities =
            loaded.nodes.get(topic.file()).and_then(|node| node.get(topic.singular())).and_then(Node::table);
        for (id, (_, entity)) in entities.into_iter().flatten() {
            for (to, span) in entity.get(key).map(Node::texts).unwrap_or_default() {
                let (from, to) = ((topic, id.clone()), (target, to.to_owned()));
                edges.push(Edge { from, to, file: topic.file().to_owned(), span });
            }
        }
    }
    for (file, node) in &loaded.nodes {
        let Some(id) = systems::stem(file) else { continue };
        for (target, to, span) in systems::references(node) {
            let (from, to) = ((Topic::System, id.to_owned()), (target, to.to_owned()));
            edges.push(Edge { from, to, file: file.clone(), span });
        }
    }
    edges
}

/// Reports references to facts that do not exist.
pub(super) fn check(edges: &[Edge], loaded: &Loaded, out: &mut Collector<'_>) {
    for edge in edges {
        let (topic, id) = &edge.to;
        // A file that is no TOML declares nothing; its own error says enough.
        let unreadable = loaded.broken.contains(topic) && loaded.ids_of(*topic).next().is_none();
        if !loaded.declares(*topic, id) && !unreadable {
            unknown(*topic, id, &edge.file, edge.span, loaded, out);
        }
    }
}

/// Reports a reference to a fact that does not exist.
pub(crate) fn unknown(
    topic: Topic,
    id: &str,
    file: &str,
    span: Span,
    loaded: &Loaded,
    out: &mut Collector<'_>,
) {
    let shown: String = id.chars().take(60).collect();
    let message = format!("no {} “{shown}” in {}", topic.singular(), topic.file());
    let help = did_you_mean(id, loaded.ids_of(topic), topic.plural());
    out.add(Code::UnknownFact, file, span, message, help);
}

/// Figures that no prose needs to show, because the product itself acts by them: how large an erasure needs two people,
/// for how long a decision can be taken back, when the officer is warned of a term.
const SETTINGS: &[&str] = &["second_person_rows", "undo_minutes", "deadline_warnings"];

/// Reports facts that nothing uses. `roots` are what prose refers to; every system is in use by being there.
pub(super) fn check_unused(
    edges: &[Edge],
    roots: &BTreeSet<FactRef>,
    loaded: &Loaded,
    out: &mut Collector<'_>,
) {
    let mut used: BTreeSet<&FactRef> = roots.iter().collect();
    let mut grown = true;
    while grown {
        let before = used.len();
        for edge in edges {
            if edge.from.0 == Topic::System || used.contains(&edge.from) {
                used.insert(&edge.to);
            }
        }
        grown = used.len() > before;
    }
    for (topic, ids) in &loaded.ids {
        // Rights are the law's, and a system is a fact of life: both stand without being mentioned.
        if matches!(topic, Topic::Right | Topic::System) {
            continue;
        }
        for (id, spot) in ids {
            let of_the_house = *topic == Topic::Figure && SETTINGS.contains(&id.as_str());
            if !of_the_house && !used.contains(&(*topic, id.clone())) {
                let message = format!("nothing uses the {} “{id}”", topic.singular());
                let help = format!(
                    "show it in prose with “{{{{ {}.{id} }}}}” or a table, let a used fact or a system refer to it, or take it out",
                    topic.plural()
                );
                out.add(Code::UnusedFact, &spot.file, spot.span, message, help);
            }
        }
    }
}
