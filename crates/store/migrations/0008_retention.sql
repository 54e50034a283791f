-- Retention: which rules somebody has confirmed, and the sweeps that carry them out. What a batch will touch is
-- written down, sealed, before it is carried out; place is the sealed key up to which a sweep has come.
CREATE TABLE retention_rules (
    rule         @text NOT NULL PRIMARY KEY,
    state        @text NOT NULL,
    version      @int  NOT NULL,
    changed_at   @int  NOT NULL,
    confirmed_by @text
) @strict;

CREATE TABLE sweeps (
    id         @text NOT NULL PRIMARY KEY,
    rule       @text NOT NULL,
    system     @text NOT NULL,
    digest     @text NOT NULL,
    day        @text NOT NULL,
    state      @text NOT NULL,
    version    @int  NOT NULL,
    place      @blob,
    batch      @blob,
    batches    @int  NOT NULL,
    receipt    @text NOT NULL,
    problem    @text,
    started_at @int  NOT NULL,
    ended_at   @int
) @strict;
-- One sweep of a rule at a time: a second start carries the first one on.
CREATE UNIQUE INDEX sweeps_running ON sweeps (rule) WHERE state = 'running';
CREATE INDEX sweeps_started ON sweeps (started_at, id);

-- Reasons to keep data that are not in the policy: a claim, a fiscal question, a fraud case. identities is sealed.
CREATE TABLE holds (
    id         @text NOT NULL PRIMARY KEY,
    kind       @text NOT NULL,
    reason     @text NOT NULL,
    identities @blob,
    system     @text,
    collection @text,
    term       @text,
    until      @text,
    set_by     @text NOT NULL,
    set_at     @int  NOT NULL,
    ended_by   @text,
    ended_at   @int
) @strict;
CREATE INDEX holds_in_force ON holds (set_at, id) WHERE ended_at IS NULL;

-- identity is an HMAC of a kind of identity and its value: it says whether somebody is named, not who.
CREATE TABLE hold_identities (
    hold_id  @text NOT NULL REFERENCES holds (id) ON DELETE CASCADE,
    identity @text NOT NULL,
    PRIMARY KEY (hold_id, identity)
) @strict;
CREATE INDEX hold_identities_identity ON hold_identities (identity);

-- Who must not come back: HMACs of erased and opted-out identities.
CREATE TABLE suppressions (
    identity @text NOT NULL PRIMARY KEY,
    kind     @text NOT NULL,
    cause    @text NOT NULL,
    since    @int  NOT NULL,
    until    @text
) @strict;
CREATE INDEX suppressions_until ON suppressions (until) WHERE until IS NOT NULL;
