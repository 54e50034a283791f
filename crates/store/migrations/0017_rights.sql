-- What an officer left out of the texts of an answer, because it is of others (GDPR art. 15(4)): sealed, gone with the
-- request.
CREATE TABLE redactions (
    request_id @text NOT NULL PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
    contents   @blob NOT NULL,
    decided_at @int  NOT NULL,
    decided_by @text NOT NULL
) @strict;

-- Which messages left, as long as they may still come back. address is an HMAC.
CREATE TABLE deliveries (
    message_id @text NOT NULL PRIMARY KEY,
    address    @text NOT NULL,
    sent_at    @int  NOT NULL
) @strict;
CREATE INDEX deliveries_address ON deliveries (address);
CREATE INDEX deliveries_sent ON deliveries (sent_at);

-- Messages that came back. status is the code of RFC 3463 and nothing else of what a server said.
CREATE TABLE bounces (
    message_id @text NOT NULL PRIMARY KEY,
    request_id @text REFERENCES requests (id) ON DELETE SET NULL,
    kind       @text NOT NULL,
    hard       @bool NOT NULL,
    status     @text NOT NULL,
    at         @int  NOT NULL,
    ended_at   @int
) @strict;
CREATE INDEX bounces_open ON bounces (at, message_id) WHERE ended_at IS NULL;
CREATE INDEX bounces_request ON bounces (request_id) WHERE request_id IS NOT NULL;

-- Addresses that took no mail the last time. address is an HMAC.
CREATE TABLE undeliverable (
    address @text NOT NULL PRIMARY KEY,
    status  @text NOT NULL,
    since   @int  NOT NULL
) @strict;

-- Requests that came from another system (OpenDSR), under the id that it gave them: whoever asks twice gets one.
CREATE TABLE outside_requests (
    program_id  @text NOT NULL,
    external_id @text NOT NULL,
    request_id  @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    digest      @text NOT NULL,
    asked_at    @int  NOT NULL,
    PRIMARY KEY (program_id, external_id)
) @strict;
CREATE INDEX outside_requests_request ON outside_requests (request_id);
