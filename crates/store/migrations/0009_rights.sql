-- A restriction in force: the request stays whom it is about, and its steps what stood where the marks are, until
-- the restriction ends.
CREATE INDEX requests_kept ON requests (exercised) WHERE closed_at IS NOT NULL AND identities IS NOT NULL;
CREATE INDEX steps_marks ON steps (system) WHERE kind = 'restrict' AND prepared IS NOT NULL;

-- Addresses that were corrected: whoever is known by the new one is looked for under the old one too. Both are
-- HMACs; sealed holds them in words.
CREATE TABLE former_addresses (
    current @text NOT NULL,
    former  @text NOT NULL,
    sealed  @blob NOT NULL,
    since   @int  NOT NULL,
    PRIMARY KEY (current, former)
) @strict;
CREATE INDEX former_addresses_former ON former_addresses (former);
