-- What somebody decided about rows whose term asks a person: to delete them now, or to keep them until a day. keys is
-- sealed, and wiped once the decision is carried out or over.
CREATE TABLE retention_decisions (
    id         @text NOT NULL PRIMARY KEY,
    rule       @text NOT NULL,
    digest     @text NOT NULL,
    what       @text NOT NULL,
    state      @text NOT NULL,
    version    @int  NOT NULL,
    keys       @blob,
    amount     @int  NOT NULL,
    reason     @text NOT NULL,
    until      @text,
    decided_by @text NOT NULL,
    decided_at @int  NOT NULL,
    allowed_by @text,
    ended_at   @int
) @strict;
CREATE INDEX retention_decisions_open ON retention_decisions (decided_at, id) WHERE ended_at IS NULL;
CREATE INDEX retention_decisions_rule ON retention_decisions (rule, decided_at, id);
