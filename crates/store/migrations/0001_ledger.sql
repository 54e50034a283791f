-- The append-only Merkle log. Row n of ledger_entries is leaf n; everything a proof needs stands in rows of this
-- table (see crates/ledger: StoredEntry). The single head row is locked by every append.
CREATE TABLE ledger_entries (
    seq        @int  NOT NULL PRIMARY KEY,
    at         @int  NOT NULL,
    about      @text,
    event      @text,
    salt       @blob,
    commitment @blob NOT NULL,
    leaf       @blob NOT NULL,
    root       @blob NOT NULL,
    nodes      @blob NOT NULL
) @strict;
CREATE INDEX ledger_entries_about ON ledger_entries (about, seq) WHERE about IS NOT NULL;

CREATE TABLE ledger_head (
    id       @int  NOT NULL PRIMARY KEY CHECK (id = 1),
    size     @int  NOT NULL,
    root     @blob NOT NULL,
    frontier @blob NOT NULL
) @strict;

CREATE TABLE ledger_checkpoints (
    size @int  NOT NULL PRIMARY KEY,
    at   @int  NOT NULL,
    note @text NOT NULL
) @strict;
