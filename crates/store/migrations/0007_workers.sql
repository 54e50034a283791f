-- Who holds a lease: what a dead worker held is taken over at once, and not only when its lease ends.
ALTER TABLE jobs ADD COLUMN leased_by @text;
ALTER TABLE messages ADD COLUMN leased_by @text;
CREATE INDEX jobs_worker ON jobs (leased_by) WHERE state = 'leased';
CREATE INDEX messages_worker ON messages (leased_by) WHERE leased_by IS NOT NULL;
