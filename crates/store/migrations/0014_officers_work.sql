-- What officers write about a request, sealed; it goes with the request.
CREATE TABLE notes (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    written_at @int  NOT NULL,
    written_by @text NOT NULL,
    words      @blob NOT NULL
) @strict;
CREATE INDEX notes_request ON notes (request_id, written_at, id);

-- By what a request is recognised as the same person's: HMACs of its identities as they are ("same"), and of their
-- looser forms ("alike": without dots and plus tags). They say that two are alike, not whose they are.
CREATE TABLE likenesses (
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    likeness   @text NOT NULL,
    strength   @text NOT NULL,
    PRIMARY KEY (request_id, likeness)
) @strict;
CREATE INDEX likenesses_likeness ON likenesses (likeness);

-- The register of what was asked to show who somebody is. token_hash finds the page of a link, and nobody can make
-- the link from it.
CREATE TABLE identity_asks (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    asked_at   @int  NOT NULL,
    asked_by   @text NOT NULL,
    means      @text NOT NULL,
    token_hash @text NOT NULL UNIQUE,
    expires_at @int  NOT NULL,
    ended_at   @int,
    outcome    @text
) @strict;
CREATE INDEX identity_asks_request ON identity_asks (request_id, asked_at);

-- Files that were handed in, sealed piece by piece. place is what they belong to ("identity:ID", "task:ID").
CREATE TABLE uploads (
    id           @text NOT NULL PRIMARY KEY,
    place        @text NOT NULL,
    media        @text NOT NULL,
    bytes        @int  NOT NULL,
    sha256       @text NOT NULL,
    created_at   @int  NOT NULL,
    expires_at   @int  NOT NULL,
    views        @int  NOT NULL,
    destroyed_at @int
) @strict;
CREATE INDEX uploads_place ON uploads (place, created_at);
CREATE INDEX uploads_expires ON uploads (expires_at) WHERE destroyed_at IS NULL;

CREATE TABLE upload_pieces (
    upload_id @text NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    n         @int  NOT NULL,
    bytes     @blob NOT NULL,
    PRIMARY KEY (upload_id, n)
) @strict;

-- Warnings about a deadline that were sent: each moment of a request once.
CREATE TABLE warnings (
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    moment     @text NOT NULL,
    sent_at    @int  NOT NULL,
    PRIMARY KEY (request_id, moment)
) @strict;

-- What people chose about messages: address is an HMAC, topic a purpose of the policy or "*" for everything.
CREATE TABLE mail_choices (
    address @text NOT NULL,
    topic   @text NOT NULL,
    channel @text NOT NULL,
    wanted  @bool NOT NULL,
    source  @text NOT NULL,
    since   @int  NOT NULL,
    PRIMARY KEY (address, topic, channel)
) @strict;
