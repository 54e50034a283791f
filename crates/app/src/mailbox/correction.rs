//! What a correction, and what a stop, did: line by line, from the receipts, with the values from the request itself.

use ::requests::Right;
use mail::{CorrectedValue, CorrectionOutcome, StopOutcome};

use super::writer::Writer;
use crate::error::Result;
use crate::requests::about::About;
use crate::requests::part::StepReceipt;
use crate::requests::{rights, view};

impl Writer<'_> {
    /// What was wrong, what it is now, and where.
    pub(super) fn correction(&self) -> Result<CorrectionOutcome> {
        let names = rights::data(self.deployment);
        let wish = About::of(self.app, self.row)?.wish;
        let values = wish.corrections().iter().map(|one| CorrectedValue {
            name: names.get(&one.field).cloned().unwrap_or_else(|| kernel::Text::same(one.field.as_str())),
            was: one.was.clone(),
            to: one.to.clone(),
        });
        let mut outcome = CorrectionOutcome { values: values.collect(), ..CorrectionOutcome::default() };
        for step in self.carrying_out() {
            if let Some(StepReceipt::Rectified { receipt }) = Self::receipt(step)? {
                for (collection, [corrected, unchanged]) in view::corrected(&receipt) {
                    let line = |count| (count > 0).then(|| self.line(&step.system, collection, count));
                    outcome.corrected.extend(line(corrected));
                    outcome.unchanged.extend(line(unchanged));
                }
            }
            outcome.instructed.extend(self.instructed(step)?);
        }
        Ok(outcome)
    }

    /// What was stopped, or goes on again.
    pub(super) fn stop(&self) -> Result<StopOutcome> {
        let mut outcome = StopOutcome::default();
        // What an objection set aside is in use again, or gone, once it was judged.
        let judged = self.request.right == Right::Objection && self.request.state.approval().is_some();
        let told = !(judged && self.erases()?);
        for step in self.carrying_out() {
            match Self::receipt(step)? {
                Some(StepReceipt::Restricted { receipt } | StepReceipt::Lifted { receipt, .. })
                    if !judged =>
                {
                    let parts = receipt.collections.iter().filter(|part| part.rows > 0);
                    outcome
                        .marked
                        .extend(parts.map(|part| self.line(&step.system, &part.collection, part.rows)));
                }
                Some(StepReceipt::Suppressed { receipt }) if !receipt.lists.is_empty() => {
                    outcome.listed.push(self.deployment.system_name(&step.system));
                }
                _ => {}
            }
            // Where there is an erasure to tell of, its holders stand there.
            if told {
                outcome.instructed.extend(self.instructed(step)?);
            }
        }
        Ok(outcome)
    }
}
