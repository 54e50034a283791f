-- Choices of visitors. A row is one choice; the ledger attests it through its batch. The key begins with the day of
-- the choice, so that new rows go to one end of the index however many there are; whoever looks somebody up goes
-- through the days.
CREATE TABLE consents (
    day               @int  NOT NULL,
    subject           @text NOT NULL,
    at                @int  NOT NULL,
    recorded_at       @int  NOT NULL,
    counts_until      @int  NOT NULL,
    site              @text NOT NULL,
    shown             @int  NOT NULL,
    layer             @text NOT NULL,
    control           @text NOT NULL,
    gpc               @bool NOT NULL,
    purposes_allowed  @text NOT NULL,
    purposes_refused  @text NOT NULL,
    services_allowed  @text NOT NULL,
    services_refused  @text NOT NULL,
    batch             @int  NOT NULL,
    place             @int  NOT NULL,
    salt              @blob NOT NULL,
    PRIMARY KEY (day, subject, at)
) @strict;
CREATE INDEX consents_batch ON consents (batch);

-- The days on which there are choices.
CREATE TABLE consent_days (
    day @int NOT NULL PRIMARY KEY
) @strict;

-- The leaves of each batch, 32 bytes each. They stay when a choice is forgotten: its salt is gone with its row.
CREATE TABLE consent_batches (
    entry  @int  NOT NULL PRIMARY KEY,
    leaves @blob NOT NULL
) @strict;

-- What visitors read before they chose, word for word.
CREATE TABLE consent_texts (
    id       @int  NOT NULL PRIMARY KEY,
    edition  @text NOT NULL,
    language @text NOT NULL,
    digest   @text NOT NULL,
    content  @text NOT NULL,
    UNIQUE (edition, language, digest)
) @strict;

-- Sums of choices, each of one thing.
CREATE TABLE consent_counts (
    day   @int  NOT NULL,
    site  @text NOT NULL,
    what  @text NOT NULL,
    which @text NOT NULL,
    sum   @int  NOT NULL,
    PRIMARY KEY (day, site, what, which)
) @strict;

-- Whose choices they are, for whoever signed in and said so. account is an HMAC of the address.
CREATE TABLE consent_links (
    subject    @text NOT NULL PRIMARY KEY,
    subject_id @text NOT NULL,
    account    @text NOT NULL,
    linked_at  @int  NOT NULL
) @strict;
CREATE INDEX consent_links_subject_id ON consent_links (subject_id);
CREATE INDEX consent_links_account ON consent_links (account);
