-- A copy that goes straight to another controller (GDPR article 20(2)): by a link that works once, or to an address that
-- was given. token_hash is SHA-256 of the link's token; target holds the address, sealed, and only its host once it is over.
CREATE TABLE handovers (
    id         @text NOT NULL PRIMARY KEY,
    archive_id @text NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    way        @text NOT NULL,
    state      @text NOT NULL,
    token_hash @text,
    target     @blob,
    asked_by   @text NOT NULL,
    created_at @int  NOT NULL,
    expires_at @int  NOT NULL,
    started    @int  NOT NULL,
    failures   @int  NOT NULL,
    next_at    @int,
    ended_at   @int,
    status     @int,
    bytes      @int,
    sha256     @text,
    problem    @text
) @strict;
CREATE INDEX handovers_archive ON handovers (archive_id, created_at);
CREATE UNIQUE INDEX handovers_token ON handovers (token_hash) WHERE token_hash IS NOT NULL;

-- Where another system wants to hear how far a request is that it passed on (OpenDSR). url is sealed.
CREATE TABLE status_callbacks (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    url        @blob NOT NULL,
    told       @text NOT NULL,
    failures   @int  NOT NULL,
    next_at    @int,
    ended      @text
) @strict;
CREATE INDEX status_callbacks_request ON status_callbacks (request_id);

-- Mails that came in, so that one that is delivered twice is kept once. message is an HMAC of its Message-ID.
CREATE TABLE incoming_mails (
    message @text NOT NULL PRIMARY KEY,
    at      @int  NOT NULL
) @strict;
CREATE INDEX incoming_mails_at ON incoming_mails (at);
