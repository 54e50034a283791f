-- Editions on their way: from a draft to the day that the next one takes its place. state is the lifecycle's own JSON and
-- never queried. What is published lies in editions, too; a draft only here.
CREATE TABLE publications (
    hash       @text NOT NULL PRIMARY KEY,
    policy     @text NOT NULL,
    label      @text NOT NULL,
    begins     @text NOT NULL,
    drafted_by @text NOT NULL,
    state      @text NOT NULL,
    stage      @text NOT NULL,
    version    @int  NOT NULL,
    changed_at @int  NOT NULL,
    findings   @int  NOT NULL,
    canonical  @blob NOT NULL
) @strict;
CREATE INDEX publications_stage ON publications (stage, begins);

-- The day on which an edition really came into force; none while it is only announced.
ALTER TABLE editions ADD COLUMN holds_from @text;
UPDATE editions SET holds_from = in_force_from;
CREATE INDEX editions_holds ON editions (policy, holds_from);

-- Who is told by mail that an edition comes: each account holder once. recipient is an HMAC of the address; the address
-- is wiped as soon as the message about it is written.
CREATE TABLE edition_notices (
    edition    @text NOT NULL,
    recipient  @text NOT NULL,
    address    @text NOT NULL,
    language   @text NOT NULL,
    state      @text NOT NULL,
    message_id @text,
    changed_at @int  NOT NULL,
    PRIMARY KEY (edition, recipient)
) @strict;
CREATE INDEX edition_notices_open ON edition_notices (edition, recipient) WHERE state = 'waiting';
CREATE UNIQUE INDEX edition_notices_message ON edition_notices (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX edition_notices_recipient ON edition_notices (recipient);
