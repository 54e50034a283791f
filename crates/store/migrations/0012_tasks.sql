-- The tasks of holders without an interface. A task belongs to a step; one without a row here is a task to which
-- nothing has happened. state is the lifecycle's own JSON and never queried. What a holder answered is sealed, its
-- name too.
CREATE TABLE tasks (
    step_id @text NOT NULL PRIMARY KEY REFERENCES steps (id) ON DELETE CASCADE,
    state   @text NOT NULL,
    version @int  NOT NULL
) @strict;

CREATE TABLE task_answers (
    id         @text NOT NULL PRIMARY KEY,
    step_id    @text NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
    request_id @text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    name       @blob NOT NULL,
    media      @text NOT NULL,
    bytes      @int  NOT NULL,
    sha256     @text NOT NULL,
    for_person @bool NOT NULL,
    contents   @blob NOT NULL,
    kept_at    @int  NOT NULL
) @strict;
CREATE INDEX task_answers_request ON task_answers (request_id, kept_at, id);

CREATE INDEX steps_tasks_done ON steps (done_at, id) WHERE kind = 'manual' AND done_at IS NOT NULL;
