-- What the last look at the whole ledger found, under a key that is not in this database: from there on a check needs to
-- look only at what came after. Nobody who can write here can put a mark under rows that they changed.
CREATE TABLE ledger_looks (
    id   @int  NOT NULL PRIMARY KEY CHECK (id = 1),
    note @text NOT NULL,
    mark @text NOT NULL
) @strict;
