//! Preparing an erasure: find, decide, and read where else the person stands.

use std::collections::HashSet;
use std::sync::OnceLock;

use inventory::{
    Day, Decided, ErasureOrder, Identity, Key, KnownValue, Mention, MentionAction, PreparedErasure, Terms,
    attributes, decide,
};

use super::SqlConnector;
use super::pool::{Intent, Work};
use super::scan::{Looked, Scope, scan};
use super::schema::Schema;
use super::search::plan::Purpose;
use super::search::{Search, given};
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn prepare(&self, order: &ErasureOrder) -> Result<PreparedErasure, ConnectError> {
        let map = &self.0.map;
        let given = given(map, &order.identities)?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Erasure)?;
        let mut search = Search::new(&plan, &given, None);
        search.run(&mut work, None).await?;
        search.look_for_others(&mut work).await?;
        let (found, _) = search.finish();
        let decided = decide(map, &found, Day::of(order)).map_err(|error| self.rules(&error))?;
        let known = attributes::attributes(map, |id| found.collection(id));
        let mentions = self.mentions(&mut work, &schema, &decided, &order.identities, &known).await?;
        let mut prepared = PreparedErasure {
            system: map.system.id.clone(),
            map: self.0.fingerprint.clone(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            identities: order.identities.clone(),
            terms: self.named_terms(&order.terms),
            pseudonym: order.pseudonym.clone(),
            attributes: known,
            collections: decided.collections,
            mentions,
            task: None,
            held: Vec::new(),
            census: None,
        };
        prepared.census = plan.census(&mut work, &given, &prepared).await;
        if prepared.census.is_none() {
            work.commit().await?;
        }
        Ok(prepared)
    }

    /// The mentions that paths found, and those that reading text found besides.
    async fn mentions(
        &self,
        work: &mut Work,
        schema: &Schema,
        decided: &Decided,
        identities: &[Identity],
        known: &[KnownValue],
    ) -> Result<Vec<Mention>, ConnectError> {
        let map = &self.0.map;
        let mut mentions = decided.mentions.clone();
        // Most databases have no text that is searched, and most searches no hit.
        let own: OnceLock<HashSet<(&str, &Key)>> = OnceLock::new();
        let owned = || {
            let parts = decided.collections.iter();
            let rows = parts.flat_map(|part| {
                part.groups.iter().flat_map(move |group| group.rows.iter().map(move |row| (part, row)))
            });
            rows.map(|(part, row)| (part.table.as_str(), &row.key)).collect()
        };
        let listed: HashSet<(String, Key, String)> = mentions
            .iter()
            .map(|mention| (mention.table.clone(), mention.key.clone(), mention.column.clone()))
            .collect();
        let scope = if map.system.residue_scan { Scope::Everything } else { Scope::FreeText };
        let looked = Looked::new(identities, known);
        scan(work, schema, map, scope, &looked, &mut |hit| {
            let known = (hit.table.clone(), hit.key.clone(), hit.column.clone());
            if own.get_or_init(owned).contains(&(hit.table.as_str(), &hit.key)) || listed.contains(&known) {
                return;
            }
            mentions.push(Mention {
                collection: hit.collection,
                table: hit.table,
                key: hit.key,
                path: format!("{} in text", hit.kinds.join(", ")),
                kinds: hit.kinds,
                column: hit.column,
                action: MentionAction::Report,
            });
        })
        .await?;
        Ok(mentions)
    }

    pub(super) fn named_terms(&self, terms: &Terms) -> Terms {
        let named: HashSet<String> =
            self.0.map.references().terms.into_iter().map(|(_, term)| term).collect();
        terms
            .iter()
            .filter(|(id, _)| named.contains(*id))
            .map(|(id, term)| (id.clone(), term.clone()))
            .collect()
    }

    pub(super) fn rules(&self, error: &inventory::DecideError) -> ConnectError {
        ConnectError::Rules { system: self.0.map.system.id.clone(), reason: error.to_string() }
    }
}
