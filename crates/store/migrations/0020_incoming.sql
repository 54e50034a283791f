-- What people wrote to the privacy contact, by the form or by mail, and what they answered to a mail of ours. What it says
-- and from whom is sealed and goes 30 days after the answer; address is an HMAC.
CREATE TABLE incoming (
    id          @text NOT NULL PRIMARY KEY,
    channel     @text NOT NULL,
    said        @text NOT NULL,
    route       @text NOT NULL,
    request_id  @text REFERENCES requests (id) ON DELETE CASCADE,
    address     @text NOT NULL,
    contents    @blob,
    received_at @int  NOT NULL,
    due_at      @int  NOT NULL,
    answered_at @int,
    answered_by @text,
    outcome     @text,
    drill       @bool NOT NULL
) @strict;
CREATE INDEX incoming_open ON incoming (due_at, id) WHERE answered_at IS NULL;
CREATE INDEX incoming_request ON incoming (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX incoming_address ON incoming (address);
CREATE INDEX incoming_answered ON incoming (answered_at) WHERE answered_at IS NOT NULL;

-- Who said that their password leaked and has not chosen since: a new one, or none.
CREATE TABLE password_choices (
    holder @text NOT NULL PRIMARY KEY,
    since  @int  NOT NULL
) @strict;
