-- What a real browser saw on the site. report is the scan as JSON: names, hosts, lives and counts, never a value.
CREATE TABLE scans (
    id       @text NOT NULL PRIMARY KEY,
    at       @int  NOT NULL,
    own      @bool NOT NULL,
    pages    @int  NOT NULL,
    findings @int  NOT NULL,
    report   @text NOT NULL
) @strict;
CREATE INDEX scans_at ON scans (at, id);
