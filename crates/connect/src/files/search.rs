//! Finding files: the patterns of the map, filled in with what identifies the person here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use inventory::identity::normalise;
use inventory::map::{Collection, Path};
use inventory::pattern::{Glob, Pattern};
use inventory::{Found, FoundCollection, FoundRow, Identity, Key, Relation};

use super::{FileSeen, Files};
use crate::error::ConnectError;
use crate::leads::{Followed, Held};

/// The columns that are read of every file.
const COLUMNS: [&str; 3] = ["path", "size", "modified"];

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Searched {
    pub(super) found: Found,
    /// Which values led to a file: by its path.
    pub(super) led: HashMap<String, BTreeSet<Held>>,
    /// How many folders at the beginning of a file's path are nobody's.
    pub(super) own: HashMap<String, usize>,
}

impl Files {
    /// Asks the systems that lead here, then looks.
    pub(super) async fn follow_and_search(
        &self,
        identities: &[Identity],
    ) -> Result<(Followed, Searched), ConnectError> {
        let followed = self.leads.follow(identities).await?;
        let knows = followed.identities.iter().any(|identity| self.map.identity(&identity.kind).is_some());
        if !knows && !followed.known {
            return Err(ConnectError::NoIdentity { system: self.map.system.id.clone() });
        }
        let searched = self.search(&followed.identities, &followed.trails).await?;
        Ok((followed, searched))
    }

    /// Looks for the files of these identities, without asking anybody else.
    pub(super) async fn search(
        &self,
        identities: &[Identity],
        trails: &BTreeMap<Identity, String>,
    ) -> Result<Searched, ConnectError> {
        let mut searched = Searched::default();
        searched.found.system.clone_from(&self.map.system.id);
        for collection in &self.map.collections {
            let mut part = FoundCollection {
                collection: collection.id.clone(),
                table: collection.table.clone(),
                columns: COLUMNS.map(str::to_owned).to_vec(),
                ..FoundCollection::default()
            };
            let mut known = HashSet::new();
            for (number, path) in collection.paths.iter().enumerate() {
                let pattern = self.pattern(path)?;
                for kind in path.on.values() {
                    for identity in identities.iter().filter(|identity| identity.kind == *kind) {
                        let Some(glob) = self.glob(path, &pattern, identity) else { continue };
                        let from = trails.get(identity).map_or(identity.kind.as_str(), String::as_str);
                        // As the row holds it: that is how others' rows are asked about.
                        let held = (identity.kind.clone(), identity.value.clone());
                        let own = if pattern.names_folders() { glob.own } else { usize::MAX };
                        for file in self.place.list(glob).await? {
                            searched.led.entry(file.path.clone()).or_default().insert(held.clone());
                            let fewest = searched.own.entry(file.path.clone()).or_insert(own);
                            *fewest = own.min(*fewest);
                            if known.insert(file.path.clone()) {
                                keep(&mut part, collection, number, from, file);
                            }
                        }
                    }
                }
            }
            if !part.rows.is_empty() {
                searched.found.collections.push(part);
            }
        }
        Ok(searched)
    }

    fn pattern(&self, path: &Path) -> Result<Pattern, ConnectError> {
        Pattern::parse(path.format.as_deref().unwrap_or("{path}"))
            .map_err(|reason| ConnectError::Rules { system: self.map.system.id.clone(), reason })
    }

    fn glob(&self, path: &Path, pattern: &Pattern, identity: &Identity) -> Option<Glob> {
        let value = self.value(identity);
        if value.is_empty() {
            return None;
        }
        pattern.expand(&path.hash.map_or_else(|| value.clone(), |hash| hash.hex(&value)))
    }

    fn value(&self, identity: &Identity) -> String {
        let steps = self.map.identity(&identity.kind).map_or(&[][..], |rule| &rule.normalise);
        normalise(&identity.value, steps)
    }
}

/// Takes a file in.
fn keep(part: &mut FoundCollection, collection: &Collection, number: usize, from: &str, file: FileSeen) {
    let key = Key::single(file.path.clone());
    let words = format!("{from} → {}.path", collection.id);
    let trail = part.trails.iter().position(|known| *known == words).unwrap_or_else(|| {
        part.trails.push(words);
        part.trails.len() - 1
    });
    let values =
        vec![Some(file.path), file.size.map(|size| size.to_string()), file.modified.map(|at| at.to_string())];
    part.rows.push(FoundRow { key, relation: Relation::Own, trail, path: number, also: Vec::new(), values });
}
