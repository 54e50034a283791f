-- Requests, their steps and their sealed answers. state is the lifecycle's own JSON and never queried; phase is
-- the state's plain name, for lists and counts.
CREATE TABLE requests (
    id          @text NOT NULL PRIMARY KEY,
    exercised   @text NOT NULL,
    phase       @text NOT NULL,
    state       @text NOT NULL,
    version     @int  NOT NULL,
    subject_id  @text REFERENCES subjects (id) ON DELETE SET NULL,
    address     @text,
    identities  @blob,
    language    @text NOT NULL,
    channel     @text NOT NULL,
    received_at @int  NOT NULL,
    due_at      @int  NOT NULL,
    linked_to   @text REFERENCES requests (id) ON DELETE SET NULL,
    waits_for   @text REFERENCES requests (id) ON DELETE SET NULL,
    drill       @bool NOT NULL,
    closed_at   @int,
    cause       @text
) @strict;
CREATE INDEX requests_open ON requests (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX requests_closed ON requests (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX requests_received ON requests (received_at, id);
CREATE INDEX requests_subject ON requests (subject_id, received_at, id) WHERE subject_id IS NOT NULL;
CREATE INDEX requests_linked ON requests (linked_to) WHERE linked_to IS NOT NULL;
CREATE INDEX requests_waiting ON requests (waits_for) WHERE waits_for IS NOT NULL;

CREATE TABLE steps (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    system     @text NOT NULL,
    kind       @text NOT NULL,
    ordinal    @int  NOT NULL,
    state      @text NOT NULL,
    version    @int  NOT NULL,
    attempts   @int  NOT NULL,
    next_at    @int,
    problem    @text,
    prepared   @blob,
    receipt    @text,
    started_at @int,
    done_at    @int
) @strict;
CREATE UNIQUE INDEX steps_request ON steps (request_id, ordinal);
CREATE INDEX steps_open ON steps (state, next_at) WHERE state <> 'done';

CREATE TABLE archives (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    created_at @int  NOT NULL,
    expires_at @int  NOT NULL,
    bytes      @int  NOT NULL,
    sha256     @text NOT NULL,
    chunks     @int  NOT NULL,
    purged_at  @int
) @strict;
CREATE INDEX archives_request ON archives (request_id);
CREATE INDEX archives_expires ON archives (expires_at) WHERE purged_at IS NULL;

CREATE TABLE archive_chunks (
    archive_id @text NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    n          @int  NOT NULL,
    bytes      @blob NOT NULL,
    PRIMARY KEY (archive_id, n)
) @strict;

CREATE TABLE downloads (
    archive_id @text NOT NULL REFERENCES archives (id) ON DELETE CASCADE,
    at         @int  NOT NULL,
    session    @text NOT NULL
) @strict;
CREATE INDEX downloads_archive ON downloads (archive_id, at);

-- The register of requests (clause S86). No column leads to a person; after an erasure the id is not the
-- request's id either.
CREATE TABLE register (
    id          @text NOT NULL PRIMARY KEY,
    exercised   @text NOT NULL,
    received_on @text NOT NULL,
    closed_on   @text,
    systems     @text NOT NULL,
    outcome     @text NOT NULL,
    in_time     @bool NOT NULL,
    drill       @bool NOT NULL
) @strict;
CREATE INDEX register_received ON register (received_on, id);
