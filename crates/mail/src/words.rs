//! The words for rights, grounds and channels, as people read them.

use kernel::Text;
use requests::{Channel, RefusalGround, Right};

fn text(nl: &str, en: &str) -> Text {
    Text { nl: nl.to_owned(), en: en.to_owned() }
}

/// The name of a right, as an officer calls it.
pub fn right_text(right: Right) -> Text {
    match right {
        Right::Access => text("inzage", "access"),
        Right::Rectification => text("correctie", "rectification"),
        Right::Erasure => text("wissen", "erasure"),
        Right::Restriction => text("beperking", "restriction"),
        Right::Portability => text("gegevens meenemen", "portability"),
        Right::Objection => text("bezwaar", "objection"),
        Right::Withdrawal => text("toestemming intrekken", "withdrawal of consent"),
        Right::HumanReview => text("blik van een mens", "human review"),
        Right::Complaint => text("klacht", "complaint"),
    }
}

/// A request, as one calls it to the person who made it: fits after "we received".
pub fn request_text(right: Right) -> Text {
    match right {
        Right::Access => text("uw verzoek om uw gegevens te zien", "your request to see your data"),
        Right::Rectification => {
            text("uw verzoek om uw gegevens te verbeteren", "your request to have your data corrected")
        }
        Right::Erasure => {
            text("uw verzoek om uw gegevens te wissen", "your request to have your data erased")
        }
        Right::Restriction => text(
            "uw verzoek om het gebruik van uw gegevens te beperken",
            "your request to restrict the use of your data",
        ),
        Right::Portability => {
            text("uw verzoek om uw gegevens mee te nemen", "your request to take your data with you")
        }
        Right::Objection => {
            text("uw bezwaar tegen het gebruik van uw gegevens", "your objection to the use of your data")
        }
        Right::Withdrawal => text("uw intrekking van toestemming", "your withdrawal of consent"),
        Right::HumanReview => text(
            "uw verzoek om een mens naar een besluit te laten kijken",
            "your request to have a person look at a decision",
        ),
        Right::Complaint => {
            text("uw klacht of vraag over een klacht", "your complaint, or question about one")
        }
    }
}

/// A ground of refusal, as the person reads it: a sentence without its full stop.
pub fn ground_text(ground: RefusalGround) -> Text {
    match ground {
        RefusalGround::ManifestlyUnfounded => {
            text("Het verzoek is duidelijk ongegrond", "The request is manifestly unfounded")
        }
        RefusalGround::Excessive => text("Het verzoek is buitensporig", "The request is excessive"),
        RefusalGround::IdentityNotProved => {
            text("Wij weten niet zeker dat u het bent", "We cannot be sure that it is you")
        }
        RefusalGround::NotTheController => text(
            "Niet wij, maar een andere organisatie beslist over deze gegevens, meestal uw school",
            "Another organisation decides about these data, mostly your school",
        ),
        RefusalGround::LegalObligation => {
            text("De wet verplicht ons deze gegevens te bewaren", "The law obliges us to keep these data")
        }
        RefusalGround::LegalClaims => text(
            "Wij hebben de gegevens nodig voor een juridische procedure",
            "We need the data for a legal claim",
        ),
        RefusalGround::RightsOfOthers => {
            text("Met dit antwoord zouden wij anderen schaden", "This answer would harm others")
        }
        RefusalGround::RightDoesNotApply => {
            text("Dit recht geldt hier niet", "This right does not apply here")
        }
    }
}

/// How a request came in.
pub fn channel_text(channel: Channel) -> Text {
    match channel {
        Channel::Portal => text("via Mijn gegevens", "through My data"),
        Channel::Form => text("via het formulier", "through the form"),
        Channel::Email => text("per e-mail", "by e-mail"),
        Channel::Letter => text("per brief", "by letter"),
        Channel::Phone => text("per telefoon", "by telephone"),
        Channel::School => text("via een school", "through a school"),
        Channel::Api => text("via een ander systeem", "through another system"),
        Channel::Operator => text("ingevoerd door de beheerder", "entered by the operator"),
        Channel::Drill => text("als oefening", "as a drill"),
    }
}
