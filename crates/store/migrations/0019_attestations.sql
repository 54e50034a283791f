-- What members of staff stand for where no system can show it: the clause, what they looked at, the digest of the document
-- that shows it, and the day on which somebody looks again. A withdrawn one stays, so that it can be seen that it was there.
CREATE TABLE attestations (
    id           @text NOT NULL PRIMARY KEY,
    clause       @text NOT NULL,
    looked_at    @text NOT NULL,
    document     @text NOT NULL,
    review_on    @text NOT NULL,
    given_by     @text NOT NULL,
    given_at     @int  NOT NULL,
    entered      @text NOT NULL,
    withdrawn_by @text,
    withdrawn_at @int
) @strict;
CREATE INDEX attestations_clause ON attestations (clause, given_at, id);
