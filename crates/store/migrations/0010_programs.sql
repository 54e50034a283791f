-- Programs that may ask for decisions. secret_hash is an HMAC of the key that the program holds: it says whether a
-- key is this one, and nobody can make the key from it.
CREATE TABLE programs (
    id          @text NOT NULL PRIMARY KEY,
    name        @text NOT NULL,
    secret_hash @text NOT NULL UNIQUE,
    scopes      @text NOT NULL,
    per_minute  @int  NOT NULL,
    created_at  @int  NOT NULL,
    revoked_at  @int
) @strict;

-- What the last thorough look at a system found: columns that look personal and are on no map, payment numbers.
CREATE TABLE inspections (
    system    @text NOT NULL,
    kind      @text NOT NULL,
    looked_at @int  NOT NULL,
    outcome   @text NOT NULL,
    PRIMARY KEY (system, kind)
) @strict;

-- Who opened archived data, why and until when.
CREATE TABLE archive_openings (
    id        @text NOT NULL PRIMARY KEY,
    staff     @text NOT NULL,
    term      @text NOT NULL,
    reason    @text NOT NULL,
    opened_at @int  NOT NULL,
    ends_at   @int  NOT NULL,
    closed_at @int
) @strict;
CREATE INDEX archive_openings_ends ON archive_openings (ends_at);
