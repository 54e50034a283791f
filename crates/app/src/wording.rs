//! The words that use cases and pages share: rights, channels. Days are `kernel::calendar::date_text`.

/// A channel, as in "came in by …".
pub fn channel(channel: ::requests::Channel) -> kernel::Text {
    mail::channel_text(channel)
}

/// A right, as in "access to your data".
pub fn right(right: ::requests::Right) -> kernel::Text {
    mail::right_text(right)
}

/// Why a request was refused.
pub fn ground(ground: ::requests::RefusalGround) -> kernel::Text {
    mail::ground_text(ground)
}

/// What a message was, in words for the desk, by the kind that its row names.
pub fn mail(kind: &str) -> kernel::Text {
    let text = |nl: &str, en: &str| kernel::Text { nl: nl.to_owned(), en: en.to_owned() };
    match kind {
        "sign-in-code" => text("Inlogcode", "Sign-in code"),
        "request-received" => text("Ontvangstbevestiging", "Confirmation of receipt"),
        "identity-asked" => text("Vraag om te laten zien wie iemand is", "Request to show who somebody is"),
        "question-asked" => text("Vraag aan de aanvrager", "Question to the person"),
        "access-answer-ready" => text("Bericht dat de kopie klaarstaat", "Message that the copy is ready"),
        "request-extended" => text("Bericht van verlenging", "Message of an extension"),
        "refusal" => text("Afwijzing", "Refusal"),
        "bulletin" => text("Bericht zonder verzoek", "Message without a request"),
        "holder-instruction" | "holder-reminder" => text("Brief aan een ontvanger", "Letter to a recipient"),
        kind if kind.starts_with("officer") || kind == "contact-probe" => {
            text("Bericht aan de medewerker", "Message to the officer")
        }
        _ => text("Antwoord of bevestiging", "Answer or confirmation"),
    }
}
