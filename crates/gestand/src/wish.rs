//! What the command line says beyond the right: what is to be corrected, what is to stop.

use anyhow::{Result, bail};
use app::requests::{Correction, Right, Scope, Wish};
use clap::Args;

/// What a right is exercised with.
#[derive(Debug, Args)]
pub struct WishArgs {
    /// DATUM=VALUE, for a rectification: what it should be. The data are those of the data maps (email, phone …)
    #[arg(long = "correct", value_name = "DATUM=VALUE")]
    corrections: Vec<Said>,
    /// DATUM=VALUE: what it says now, where that is known
    #[arg(long = "was", value_name = "DATUM=VALUE")]
    was: Vec<Said>,
    /// For an objection: against marketing only
    #[arg(long)]
    marketing: bool,
    /// For an objection: the person's reasons
    #[arg(long, default_value = "")]
    reasons: String,
    /// For a human review: which automated decision
    #[arg(long, default_value = "")]
    decision: String,
    /// For a human review or a complaint: what the person says
    #[arg(long, default_value = "")]
    say: String,
}

/// A datum with a value.
#[derive(Debug, Clone)]
struct Said {
    datum: String,
    value: String,
}

impl std::str::FromStr for Said {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (datum, value) =
            text.split_once('=').ok_or("write it as DATUM=VALUE, for example phone=0612345678")?;
        Ok(Self { datum: datum.trim().to_owned(), value: value.to_owned() })
    }
}

impl WishArgs {
    /// What is wished with `right`.
    ///
    /// # Errors
    /// An option belongs to another right, or an old value to nothing that is corrected.
    pub fn wish(self, right: Right) -> Result<Wish> {
        let stops = right == Right::Objection;
        let says = matches!(right, Right::HumanReview | Right::Complaint);
        if (!says && !self.say.is_empty()) || (right != Right::HumanReview && !self.decision.is_empty()) {
            bail!("--decision belongs to --right human-review, --say to that and to --right complaint");
        }
        if says {
            return Ok(Wish::Say { decision: self.decision, words: self.say });
        }
        if !stops && (self.marketing || !self.reasons.is_empty()) {
            bail!("--marketing and --reasons belong to --right objection");
        }
        if right != Right::Rectification && !(self.corrections.is_empty() && self.was.is_empty()) {
            bail!("--correct and --was belong to --right rectification");
        }
        if stops {
            let scope = if self.marketing { Scope::Marketing } else { Scope::Interests };
            return Ok(Wish::Stop { scope, reasons: self.reasons });
        }
        if right != Right::Rectification {
            return Ok(Wish::Nothing);
        }
        if let Some(loose) =
            self.was.iter().find(|was| self.corrections.iter().all(|to| to.datum != was.datum))
        {
            bail!("--was {}=… has no --correct {}=… beside it", loose.datum, loose.datum);
        }
        let was = |datum: &str| self.was.iter().find(|was| was.datum == datum).map(|was| was.value.clone());
        let corrections = self.corrections.iter().map(|to| Correction {
            was: was(&to.datum),
            field: to.datum.clone(),
            to: to.value.clone(),
        });
        Ok(Wish::Correct { corrections: corrections.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(correct: &[&str], was: &[&str], marketing: bool) -> WishArgs {
        let said = |all: &[&str]| all.iter().map(|text| text.parse().unwrap()).collect();
        WishArgs {
            corrections: said(correct),
            was: said(was),
            marketing,
            reasons: String::new(),
            decision: String::new(),
            say: String::new(),
        }
    }

    #[test]
    fn every_option_belongs_to_a_right() {
        for (args, right, understood) in [
            (args(&["phone=1"], &["phone=2"], false), Right::Rectification, true),
            (args(&["phone=1"], &["email=2"], false), Right::Rectification, false),
            (args(&["phone=1"], &[], false), Right::Access, false),
            (args(&[], &[], true), Right::Objection, true),
            (args(&[], &[], true), Right::Erasure, false),
            (args(&[], &[], false), Right::Erasure, true),
        ] {
            assert_eq!(args.wish(right).is_ok(), understood, "{right}");
        }
        assert!("phone".parse::<Said>().is_err());
        let wish = args(&["name=a=b"], &["name=c"], false).wish(Right::Rectification).unwrap();
        let [one] = wish.corrections() else { panic!("one correction") };
        assert_eq!((one.to.as_str(), one.was.as_deref()), ("a=b", Some("c")));
    }
}
