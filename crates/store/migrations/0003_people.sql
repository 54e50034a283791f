-- Who can sign in: staff and subjects, their one-time codes and their sessions.
CREATE TABLE staff (
    id         @text NOT NULL PRIMARY KEY,
    email      @text NOT NULL UNIQUE,
    name       @text NOT NULL,
    role       @text NOT NULL,
    language   @text NOT NULL,
    active     @bool NOT NULL,
    created_at @int  NOT NULL
) @strict;

-- email is the address as the person wrote it, email_key its lower-case form.
CREATE TABLE subjects (
    id          @text NOT NULL PRIMARY KEY,
    email       @text NOT NULL,
    email_key   @text NOT NULL UNIQUE,
    language    @text NOT NULL,
    created_at  @int  NOT NULL,
    verified_at @int
) @strict;

-- address_key is an HMAC of the address and code_hash a hash of the code: neither can be read back.
CREATE TABLE sign_in_codes (
    id            @text NOT NULL PRIMARY KEY,
    purpose       @text NOT NULL,
    address_key   @text NOT NULL,
    code_hash     @text NOT NULL,
    created_at    @int  NOT NULL,
    expires_at    @int  NOT NULL,
    attempts_left @int  NOT NULL,
    used_at       @int
) @strict;
CREATE INDEX sign_in_codes_address ON sign_in_codes (address_key, purpose, created_at);
CREATE INDEX sign_in_codes_expires ON sign_in_codes (expires_at);

CREATE TABLE sessions (
    id           @text NOT NULL PRIMARY KEY,
    token_hash   @text NOT NULL UNIQUE,
    actor_kind   @text NOT NULL,
    ref_id       @text NOT NULL,
    created_at   @int  NOT NULL,
    last_seen_at @int  NOT NULL,
    expires_at   @int  NOT NULL
) @strict;
CREATE INDEX sessions_ref ON sessions (ref_id);
CREATE INDEX sessions_expires ON sessions (expires_at);
