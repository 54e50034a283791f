//! The words that use cases and pages share: rights, channels. Days are `kernel::calendar::date_text`.

/// A channel, as in "came in by …".
pub fn channel(channel: ::requests::Channel) -> kernel::Text {
    mail::channel_text(channel)
}

/// A right, as in "access to your data".
pub fn right(right: ::requests::Right) -> kernel::Text {
    mail::right_text(right)
}
