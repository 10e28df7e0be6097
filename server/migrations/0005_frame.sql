-- The isolated frame, and pages of another site.

-- 1: opened by the document of the frame.
ALTER TABLE sessions ADD COLUMN framed BIGINT NOT NULL DEFAULT 0;
-- 1: the browser keeps no cookie of ours where it was opened.
ALTER TABLE sessions ADD COLUMN forgetful BIGINT NOT NULL DEFAULT 0;

-- Assertions that wait for the portal's server, by the SHA-256 of their one-time reference; sealed.
CREATE TABLE assertion_references (
    reference TEXT PRIMARY KEY,
    school TEXT NOT NULL,
    assertion TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX assertion_references_by_expiry ON assertion_references (expires_at);
