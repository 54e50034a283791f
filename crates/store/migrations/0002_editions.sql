-- Published editions of the policy: immutable, found by the hash of their canonical form.
CREATE TABLE editions (
    hash          @text NOT NULL PRIMARY KEY,
    policy        @text NOT NULL,
    version       @text NOT NULL,
    in_force_from @text NOT NULL,
    published_at  @int  NOT NULL,
    published_by  @text NOT NULL,
    canonical     @blob NOT NULL
) @strict;
CREATE UNIQUE INDEX editions_in_force ON editions (policy, in_force_from);
