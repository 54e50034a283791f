//! Reads the TOML files of a folder into facts, as far as they can be read.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::shape;
use super::systems;
use super::topic::Topic;
use super::tree::{self, Node};
use crate::diagnostic::{Code, Collector, Span};
use crate::facts::{
    Breach, CategoriesFile, Facts, FiguresFile, Organisation, PolicyHeader, PurposesFile, RecipientsFile,
    RetentionFile, RightKind, Rights, RightsFile, SecurityFile, ServicesFile, Storage, SubjectNotice,
    SubjectsFile, System,
};
use crate::schemas;
use crate::source::SourceTree;

/// Where a fact is declared.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) file: String,
    pub(crate) span: Span,
}

/// What could be read. A topic whose file is wrong is in `broken`; its facts then stand in for nothing, and
/// references into it are not judged, so that one slip does not make a hundred messages.
pub(crate) struct Loaded {
    pub(crate) header: Option<PolicyHeader>,
    pub(crate) facts: Facts,
    pub(crate) ids: BTreeMap<Topic, BTreeMap<String, Spot>>,
    pub(crate) broken: BTreeSet<Topic>,
    /// Whether the organisation, security and storage files were read.
    pub(crate) complete: bool,
    /// Every TOML file that is at least a tree.
    pub(crate) nodes: BTreeMap<String, Node>,
}

impl Loaded {
    /// Whether a fact is declared, be it wrongly.
    pub(crate) fn declares(&self, topic: Topic, id: &str) -> bool {
        self.ids.get(&topic).is_some_and(|ids| ids.contains_key(id))
    }

    /// The declared ids of a topic.
    pub(crate) fn ids_of(&self, topic: Topic) -> impl Iterator<Item = &str> {
        self.ids.get(&topic).into_iter().flat_map(|ids| ids.keys().map(String::as_str))
    }
}

struct Reader<'a, 'b, 'c> {
    source: &'a SourceTree,
    out: &'b mut Collector<'c>,
    nodes: BTreeMap<String, Node>,
}

impl Reader<'_, '_, '_> {
    /// The tree of a file; `None` when it is missing or cannot be read as TOML.
    fn tree(&mut self, file: &str) -> Option<()> {
        let text = text(self.source, file, self.out)?;
        let node = tree::parse(file, text, self.out)?;
        self.nodes.insert(file.to_owned(), node);
        Some(())
    }

    /// A file as its type.
    fn typed<T: JsonSchema + DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        self.tree(file)?;
        let node = self.nodes.get(file)?;
        let before = self.out.len();
        shape::check(file, node, &schemas::of::<T>(), self.out);
        if self.out.len() > before {
            return None;
        }
        from_json(file, node.to_json(), self.out)
    }

    /// A file that must be there.
    fn required<T: JsonSchema + DeserializeOwned>(&mut self, file: &str, help: &str) -> Option<T> {
        if self.source.get(file).is_none() {
            self.out.add(Code::MissingFile, file, Span::default(), format!("{file} is missing"), help);
            return None;
        }
        self.typed(file)
    }

    /// A file whose absence says that there is nothing of the kind.
    fn optional<T: JsonSchema + DeserializeOwned + Default>(&mut self, file: &str) -> Option<T> {
        if self.source.get(file).is_none() { Some(T::default()) } else { self.typed(file) }
    }
}

impl Reader<'_, '_, '_> {
    /// Every system; `None` when one of them cannot be read.
    fn systems(&mut self) -> Option<BTreeMap<String, System>> {
        let files: Vec<&str> =
            self.source.iter().map(|(path, _)| path).filter(|path| systems::is_system(path)).collect();
        let mut systems = BTreeMap::new();
        let mut whole = true;
        for file in files {
            let read = self.tree(file).and_then(|()| systems::read(file, self.nodes.get(file)?, self.out));
            match read {
                Some(system) => _ = systems.insert(system.id.clone(), system),
                None => whole = false,
            }
        }
        whole.then_some(systems)
    }
}

/// The text of a file; notes when it is no UTF-8.
pub(super) fn text<'a>(source: &'a SourceTree, file: &str, out: &mut Collector<'_>) -> Option<&'a str> {
    let bytes = source.get(file)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = Span { start: error.valid_up_to(), len: error.error_len().unwrap_or(1) };
            out.add(Code::NotUtf8, file, at, "these bytes are no UTF-8", "save the file as UTF-8");
            None
        }
    }
}

/// What the schema lets through and the types refuse would be a gap between the two; it is still reported.
pub(super) fn from_json<T: DeserializeOwned>(file: &str, value: Value, out: &mut Collector<'_>) -> Option<T> {
    serde_json::from_value(value)
        .map_err(|error| out.add(Code::WrongValue, file, Span::default(), error.to_string(), ""))
        .ok()
}

/// Reads everything that is TOML.
pub(crate) fn load(source: &SourceTree, out: &mut Collector<'_>) -> Loaded {
    let mut reader = Reader { source, out, nodes: BTreeMap::new() };
    let header = reader.required::<PolicyHeader>(
        "policy.toml",
        "it holds id, version, in_force_from, time_zone, languages and scope",
    );
    let organisation =
        reader.required::<Organisation>("facts/organisation.toml", "it says who is responsible for the data");
    let security =
        reader.required::<SecurityFile>("facts/security.toml", "it holds the measures and [breach]");
    let storage =
        reader.required::<Storage>("facts/storage.toml", "it says in which countries data are stored");

    let mut broken = BTreeSet::new();
    macro_rules! topic {
        ($topic:ident, $file:ty, $field:ident) => {
            reader
                .optional::<$file>(Topic::$topic.file())
                .unwrap_or_else(|| {
                    broken.insert(Topic::$topic);
                    <$file>::default()
                })
                .$field
        };
    }
    let subjects = topic!(Subject, SubjectsFile, subject);
    let categories = topic!(Category, CategoriesFile, category);
    let purposes = topic!(Purpose, PurposesFile, purpose);
    let recipients = topic!(Recipient, RecipientsFile, recipient);
    let services = topic!(Service, ServicesFile, service);
    let terms = topic!(Term, RetentionFile, term);
    let rights: Rights = topic!(Right, RightsFile, right);
    let figures = topic!(Figure, FiguresFile, figure);

    let complete = organisation.is_some() && security.is_some() && storage.is_some();
    if security.is_none() {
        broken.insert(Topic::Measure);
    }
    let systems = reader.systems();
    if systems.is_none() {
        broken.insert(Topic::System);
    }
    let systems = systems.unwrap_or_default();
    let security = security.unwrap_or_else(no_security);
    let facts = Facts {
        organisation: organisation.unwrap_or_default(),
        subjects,
        categories,
        purposes,
        recipients,
        services,
        terms,
        rights,
        measures: security.measure,
        breach: security.breach,
        storage: storage.unwrap_or_default(),
        figures,
        systems,
    };
    let nodes = reader.nodes;
    Loaded { header, ids: declared(&nodes), facts, broken, complete, nodes }
}

/// What stands in for a security file that cannot be read, so that the rest can still be looked at.
fn no_security() -> SecurityFile {
    let breach = Breach { authority_within: None, subjects: SubjectNotice::Never, steps: Vec::new() };
    SecurityFile { measure: BTreeMap::new(), breach }
}

/// Every declared id with its place.
fn declared(nodes: &BTreeMap<String, Node>) -> BTreeMap<Topic, BTreeMap<String, Spot>> {
    let mut ids: BTreeMap<Topic, BTreeMap<String, Spot>> = BTreeMap::new();
    for topic in Topic::ALL {
        let table = nodes.get(topic.file()).and_then(|node| node.get(topic.singular())).and_then(Node::table);
        for (id, (span, _)) in table.into_iter().flatten() {
            let spot = Spot { file: topic.file().to_owned(), span: *span };
            ids.entry(topic).or_default().insert(id.clone(), spot);
        }
    }
    for (file, node) in nodes.iter().filter(|(file, _)| systems::is_system(file)) {
        if let Some(id) = systems::stem(file) {
            let span = node
                .table()
                .and_then(|table| table.get("system"))
                .map_or_else(Span::default, |(span, _)| *span);
            ids.entry(Topic::System).or_default().insert(id.to_owned(), Spot { file: file.clone(), span });
        }
    }
    // A right is a fact even when its file could not be read as a whole.
    if let Some(rights) = ids.get_mut(&Topic::Right) {
        rights.retain(|id, _| RightKind::from_word(id).is_some());
    }
    ids
}
