//! Why something may or may not be done with data: a closed list, for programs and for people.

use kernel::Text;
use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $nl:literal, $en:literal;)*) => {
        /// Why.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Reason { $($(#[$doc])* $name,)* }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// In words, Dutch and English.
            pub fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($nl, $en),)* }
            }
        }
    };
}

reasons! {
    /// The policy has no such purpose.
    UnknownPurpose = "het beleid kent dit doel niet", "the policy has no such purpose";
    /// The policy does not use such data for that purpose.
    CategoryNotDeclared = "het beleid gebruikt deze gegevens niet voor dit doel", "the policy does not use these data for this purpose";
    /// The policy names no legal basis for the purpose.
    NoBasis = "het doel heeft geen grondslag", "the purpose has no legal basis";
    /// The policy does not let data of the purpose go to that country, or nothing protects them there.
    Country = "deze gegevens mogen niet naar dit land", "these data may not go to this country";
    /// The data are past the term after which they are deleted.
    PastTerm = "de bewaartermijn van deze gegevens is voorbij", "the retention term of these data is over";
    /// The data are in the archive.
    Archived = "deze gegevens liggen in het archief", "these data are in the archive";
    /// The person's data were erased at their request.
    Erased = "deze persoon is op verzoek gewist", "this person was erased at their request";
    /// The processing is restricted at their request.
    Restricted = "de verwerking is beperkt", "the processing is restricted";
    /// They objected.
    Objected = "deze persoon maakte bezwaar", "this person objected";
    /// They do not want to be written to.
    OptedOut = "deze persoon wil geen berichten", "this person does not want to be written to";
    /// The data were collected for another purpose.
    OtherPurpose = "deze gegevens zijn voor een ander doel gevraagd", "these data were collected for another purpose";
    /// The purpose rests on consent, which somebody of that age cannot give alone.
    UnderAge = "deze persoon is te jong om zelf toestemming te geven", "this person is too young to consent alone";
    /// The purpose rests on consent, and it is not known that they gave it.
    ConsentNotKnown = "niet bekend: er is geen toestemming vastgelegd", "not known: no consent is on record";
    /// The purpose rests on consent, and they refused it.
    ConsentRefused = "deze persoon weigerde toestemming", "this person refused consent";
    /// They consented.
    Consented = "deze persoon gaf toestemming", "this person consented";
    /// The purpose's own basis allows it.
    Basis = "de grondslag van het doel", "the basis of the purpose";
}

impl Reason {
    /// In words.
    pub fn text(self) -> Text {
        let (nl, en) = self.words();
        Text { nl: nl.to_owned(), en: en.to_owned() }
    }
}
