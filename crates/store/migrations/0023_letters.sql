-- Who asked for letters and has not yet said from that mailbox that it was they. Gone after some days. address is an HMAC,
-- token the hash of what stands in the mail.
CREATE TABLE letter_askings (
    address  @text NOT NULL PRIMARY KEY,
    token    @text NOT NULL,
    contents @blob NOT NULL,
    mails    @int  NOT NULL,
    first_at @int  NOT NULL,
    asked_at @int  NOT NULL
) @strict;
CREATE INDEX letter_askings_token ON letter_askings (token);
CREATE INDEX letter_askings_asked ON letter_askings (asked_at);

-- Who consented to letters, from their own mailbox, until they no longer do. address is an HMAC; subject leads to the
-- proof among the choices; agreed is what counts, with the terms of each purpose.
CREATE TABLE letter_consents (
    address  @text NOT NULL PRIMARY KEY,
    subject  @text NOT NULL,
    contents @blob NOT NULL,
    agreed   @text NOT NULL,
    since    @int  NOT NULL
) @strict;
