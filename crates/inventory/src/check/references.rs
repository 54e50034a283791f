//! What a map refers to outside itself, for the policy to check against its facts.

use crate::map::DataMap;

/// Ids of other facts that a map names, each with the place in the map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Retention terms.
    pub terms: Vec<(String, String)>,
    /// Data categories.
    pub categories: Vec<(String, String)>,
    /// Purposes.
    pub purposes: Vec<(String, String)>,
    /// Kinds of subject.
    pub subjects: Vec<(String, String)>,
    /// Recipients.
    pub recipients: Vec<(String, String)>,
}

impl DataMap {
    /// Everything that the map refers to in other facts: (place in the map, id).
    pub fn references(&self) -> References {
        let mut references = References::default();
        let system = &self.system;
        references
            .recipients
            .extend(system.recipient.iter().map(|id| ("system.recipient".to_owned(), id.clone())));
        let indexed = |what: &'static str| {
            move |(index, id): (usize, &String)| (format!("system.{what}[{index}]"), id.clone())
        };
        references.purposes.extend(system.purposes.iter().enumerate().map(indexed("purposes")));
        references.categories.extend(system.categories.iter().enumerate().map(indexed("categories")));
        for (index, collection) in self.collections.iter().enumerate() {
            let place = |key: &str| format!("collection[{index}].{key}");
            references
                .categories
                .extend(collection.category.iter().map(|id| (place("category"), id.clone())));
            references.purposes.extend(collection.purpose.iter().map(|id| (place("purpose"), id.clone())));
            references.subjects.extend(collection.subject.iter().map(|id| (place("subject"), id.clone())));
            let terms = collection.holds.iter().filter_map(|hold| hold.term.clone());
            references.terms.extend(terms.map(|id| (place("hold"), id)));
            let terms = collection.retains.iter().filter_map(|retain| retain.term.clone());
            references.terms.extend(terms.map(|id| (place("retain"), id)));
            let fields = collection.fields.iter().filter_map(|(column, field)| {
                Some((place(&format!("fields.{column}")), field.category.clone()?))
            });
            let pairs = collection.pair_rules.iter().enumerate().filter_map(|(number, rule)| {
                Some((place(&format!("pair[{number}].category")), rule.category.clone()?))
            });
            references.categories.extend(fields.chain(pairs));
        }
        references
    }
}
