-- What is known about the promises and the systems right now. The history is in the ledger.
CREATE TABLE verdicts (
    clause     @text NOT NULL PRIMARY KEY,
    promise    @text NOT NULL,
    verdict    @text NOT NULL,
    evidence   @text NOT NULL,
    since      @int  NOT NULL,
    checked_at @int  NOT NULL
) @strict;

CREATE TABLE drills (
    id      @text NOT NULL PRIMARY KEY,
    at      @int  NOT NULL,
    outcome @text NOT NULL
) @strict;
CREATE INDEX drills_at ON drills (at);

CREATE TABLE systems (
    system    @text NOT NULL PRIMARY KEY,
    probed_at @int  NOT NULL,
    reachable @bool NOT NULL,
    problem   @text,
    drift     @text NOT NULL
) @strict;
