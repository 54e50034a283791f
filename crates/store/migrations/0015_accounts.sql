-- How people show who they are beside a code by e-mail, and what came of it. holder is the id of a subject or of a
-- member of staff. Nothing here opens a door by itself: hashes are made with a secret that is not in this database,
-- the secret of an app is sealed, and of a passkey only the public half is known.
CREATE TABLE passwords (
    holder @text NOT NULL PRIMARY KEY,
    hash   @text NOT NULL,
    set_at @int  NOT NULL
) @strict;

CREATE TABLE passkeys (
    id         @text NOT NULL PRIMARY KEY,
    holder     @text NOT NULL,
    credential @text NOT NULL UNIQUE,
    kept       @text NOT NULL,
    name       @text NOT NULL,
    created_at @int  NOT NULL,
    used_at    @int
) @strict;
CREATE INDEX passkeys_holder ON passkeys (holder);

CREATE TABLE code_apps (
    holder       @text NOT NULL PRIMARY KEY,
    secret       @text NOT NULL,
    created_at   @int  NOT NULL,
    confirmed_at @int,
    last_step    @int
) @strict;

CREATE TABLE recovery_codes (
    holder  @text NOT NULL,
    hash    @text NOT NULL,
    used_at @int,
    PRIMARY KEY (holder, hash)
) @strict;

-- What a page waits for: the answer of a passkey, the return from a sign-in service. Taken once.
CREATE TABLE ceremonies (
    id         @text NOT NULL PRIMARY KEY,
    kind       @text NOT NULL,
    holder     @text,
    state      @text NOT NULL,
    expires_at @int  NOT NULL
) @strict;
CREATE INDEX ceremonies_expires ON ceremonies (expires_at);

-- Tries at a door, under the keyed hash of what they are counted by.
CREATE TABLE sign_in_tries (
    id     @text NOT NULL PRIMARY KEY,
    key    @text NOT NULL,
    at     @int  NOT NULL
) @strict;
CREATE INDEX sign_in_tries_key ON sign_in_tries (key, at);
CREATE INDEX sign_in_tries_at ON sign_in_tries (at);

-- Browsers in which somebody signed in before: a flood of tries by others does not keep them out.
CREATE TABLE known_devices (
    token_hash @text NOT NULL PRIMARY KEY,
    holder     @text NOT NULL,
    created_at @int  NOT NULL,
    seen_at    @int  NOT NULL
) @strict;
CREATE INDEX known_devices_holder ON known_devices (holder);

ALTER TABLE sessions ADD COLUMN device @text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN means @text NOT NULL DEFAULT 'code';
ALTER TABLE sessions ADD COLUMN half @int NOT NULL DEFAULT 0;

-- Who of the staff looked at somebody's data: one row a look. person is a keyed hash of the address.
CREATE TABLE looks (
    id         @text NOT NULL PRIMARY KEY,
    staff      @text NOT NULL,
    role       @text NOT NULL,
    subject_id @text,
    person     @text,
    request_id @text,
    what       @text NOT NULL,
    at         @int  NOT NULL
) @strict;
CREATE INDEX looks_subject ON looks (subject_id, at);
CREATE INDEX looks_person ON looks (person, at);
CREATE INDEX looks_at ON looks (at);

-- A member of staff who took another role for a short time, and why.
CREATE TABLE raised_roles (
    id       @text NOT NULL PRIMARY KEY,
    staff    @text NOT NULL,
    role     @text NOT NULL,
    reason   @text NOT NULL,
    begun_at @int  NOT NULL,
    ends_at  @int  NOT NULL,
    ended_at @int
) @strict;
CREATE INDEX raised_roles_staff ON raised_roles (staff, ends_at);

-- Somebody said that their password leaked. holder goes when the report is closed.
CREATE TABLE leak_reports (
    id          @text NOT NULL PRIMARY KEY,
    holder      @text,
    door        @text NOT NULL,
    reported_at @int  NOT NULL,
    sessions    @int  NOT NULL,
    drill       @bool NOT NULL,
    finding     @text,
    closed_by   @text,
    closed_at   @int
) @strict;
CREATE INDEX leak_reports_open ON leak_reports (closed_at, reported_at);
