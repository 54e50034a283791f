//! Why a request was refused.

use crate::text::key;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The ground in the law.
    pub ground: Ground,
    /// The officer's words.
    pub reasons: String,
}

/// A ground on which a request may be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// GDPR 12(5).
    ManifestlyUnfounded,
    /// GDPR 12(5).
    Excessive,
    /// GDPR 12(6).
    IdentityNotProved,
    /// Another is the controller, mostly the school.
    NotTheController,
    /// GDPR 17(3)(b).
    LegalObligation,
    /// GDPR 17(3)(e), 18(2), 21(1).
    LegalClaims,
    /// GDPR 15(4), 20(4).
    RightsOfOthers,
    /// The conditions of the right are not met.
    RightDoesNotApply,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 8] = [
        Self::ManifestlyUnfounded,
        Self::Excessive,
        Self::IdentityNotProved,
        Self::NotTheController,
        Self::LegalObligation,
        Self::LegalClaims,
        Self::RightsOfOthers,
        Self::RightDoesNotApply,
    ];

    /// In words, with the article.
    pub fn key(&self) -> &'static str {
        match self {
            Self::ManifestlyUnfounded => key!("ground-manifestly-unfounded"),
            Self::Excessive => key!("ground-excessive"),
            Self::IdentityNotProved => key!("ground-identity-not-proved"),
            Self::NotTheController => key!("ground-not-the-controller"),
            Self::LegalObligation => key!("ground-legal-obligation"),
            Self::LegalClaims => key!("ground-legal-claims"),
            Self::RightsOfOthers => key!("ground-rights-of-others"),
            Self::RightDoesNotApply => key!("ground-right-does-not-apply"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::ManifestlyUnfounded => "manifestly-unfounded",
            Self::Excessive => "excessive",
            Self::IdentityNotProved => "identity-not-proved",
            Self::NotTheController => "not-the-controller",
            Self::LegalObligation => "legal-obligation",
            Self::LegalClaims => "legal-claims",
            Self::RightsOfOthers => "rights-of-others",
            Self::RightDoesNotApply => "right-does-not-apply",
        }
    }

    /// The ground with this value.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.slug() == slug)
    }
}
