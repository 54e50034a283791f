//! What a product's facts lay over those of its policy: only what differs is kept, so that an edition does not hold
//! everything once more for each product.
//!
//! Objects are laid key by key; everything else takes the place of what was there. Nothing is ever taken away: a product
//! says what is stricter or comes on top, and the compiler refuses the rest ([`crate::compile`]).

use serde_json::{Map, Value};

use crate::document::ClauseId;
use crate::edition::{Edition, EditionError, Product};
use crate::facts::Facts;

/// What differs in `product` from `policy`; `None` when nothing does.
pub(crate) fn between(policy: &Facts, product: &Facts) -> Result<Option<Value>, serde_json::Error> {
    Ok(differing(&serde_json::to_value(policy)?, &serde_json::to_value(product)?))
}

fn differing(under: &Value, over: &Value) -> Option<Value> {
    let (Value::Object(under), Value::Object(over)) = (under, over) else {
        return (under != over).then(|| over.clone());
    };
    let differs = over.iter().filter_map(|(key, value)| {
        let own = match under.get(key) {
            Some(inherited) => differing(inherited, value)?,
            None => value.clone(),
        };
        Some((key.clone(), own))
    });
    let differs: Map<String, Value> = differs.collect();
    (!differs.is_empty()).then_some(Value::Object(differs))
}

fn lay(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay(under.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

impl Product {
    /// Whether a clause is the product's: one of its own, or an inherited one that reads stricter for it.
    pub fn says(&self, clause: &ClauseId) -> bool {
        let own = || self.documents.iter().flat_map(crate::Document::passages);
        self.restated.iter().any(|restated| restated.clause == *clause)
            || own().any(|passage| passage.clause.as_ref().is_some_and(|it| it.id == *clause))
    }
}

impl Edition {
    /// The edition as it is for a product: its facts laid over the policy's, its documents beside them. It is looked at by
    /// promises; it is not what was published, and its hash names nothing.
    ///
    /// # Errors
    /// When what the product lays over the facts does not fit them: the edition was made by another program.
    pub fn for_product(&self, product: &Product) -> Result<Self, EditionError> {
        let mut content = self.content().clone();
        if let Some(stricter) = &product.stricter {
            let mut facts = serde_json::to_value(&content.facts)?;
            lay(&mut facts, stricter);
            content.facts = serde_json::from_value(facts)?;
        }
        content.documents.extend(product.documents.iter().cloned());
        Self::seal(content)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_differs_laid_over_gives_the_product_back() {
        for (policy, product, differs) in [
            (json!({"a": 1}), json!({"a": 1}), None),
            (json!({"a": 1}), json!({"a": 2}), Some(json!({"a": 2}))),
            (
                json!({"a": {"b": 1, "c": [1, 2]}, "d": 4}),
                json!({"a": {"b": 1, "c": [2]}, "d": 4, "e": {"f": 5}}),
                Some(json!({"a": {"c": [2]}, "e": {"f": 5}})),
            ),
        ] {
            let found = differing(&policy, &product);
            assert_eq!(found, differs);
            let mut laid = policy.clone();
            lay(&mut laid, &found.unwrap_or_else(|| json!({})));
            assert_eq!(laid, product);
        }
    }
}
