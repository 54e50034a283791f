-- Background work and outgoing messages: what is queued commits with the rows that ask for it.
CREATE TABLE jobs (
    id          @text NOT NULL PRIMARY KEY,
    kind        @text NOT NULL,
    payload     @text NOT NULL,
    unique_key  @text,
    state       @text NOT NULL,
    run_at      @int  NOT NULL,
    lease_until @int,
    attempts    @int  NOT NULL,
    problem     @text,
    created_at  @int  NOT NULL,
    finished_at @int
) @strict;
CREATE INDEX jobs_queued ON jobs (run_at, id) WHERE state = 'queued';
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'leased';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
-- One job of a key waits and one runs, never two of either: what is asked for while one runs is done afterwards.
CREATE UNIQUE INDEX jobs_unique_queued ON jobs (unique_key) WHERE state = 'queued';
CREATE UNIQUE INDEX jobs_unique_leased ON jobs (unique_key) WHERE state = 'leased';

CREATE TABLE messages (
    id         @text NOT NULL PRIMARY KEY,
    request_id @text REFERENCES requests (id) ON DELETE SET NULL,
    kind       @text NOT NULL,
    class      @text NOT NULL,
    language   @text NOT NULL,
    to_address @text NOT NULL,
    subject    @text NOT NULL,
    body_text  @text NOT NULL,
    body_html  @text,
    headers    @text NOT NULL,
    state      @text NOT NULL,
    attempts   @int  NOT NULL,
    next_at    @int,
    sent_at    @int,
    receipt    @text,
    drill      @bool NOT NULL,
    created_at @int  NOT NULL
) @strict;
CREATE INDEX messages_due ON messages (next_at, id) WHERE state = 'queued';
CREATE INDEX messages_request ON messages (request_id, created_at) WHERE request_id IS NOT NULL;
CREATE INDEX messages_created ON messages (created_at, id);
