-- Administration: who somebody is at the school, what happened to whom, and the help desk's codes.

-- What the portal last said; absent until it has said it.
ALTER TABLE accounts ADD COLUMN role TEXT;
-- The name in small ASCII letters, for searching and for an order that both databases share. Written at each sign-in;
-- what stands here until then is near enough.
ALTER TABLE accounts ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
UPDATE accounts SET sort_name = lower(name);
-- What a list is narrowed down by stands in the index: nobody's row is read who is not shown.
CREATE INDEX accounts_by_name ON accounts (school, sort_name, id, role, suspended_at);

CREATE TABLE account_classes (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    class TEXT NOT NULL,
    PRIMARY KEY (account, class)
);
CREATE INDEX account_classes_by_class ON account_classes (class, account);

-- The audit trail of each school, a chain: every entry has the hash of the one before in its own.
-- Nothing here refuses UPDATE and DELETE: a trigger has another language in SQLite than in PostgreSQL (where it is a
-- function besides), and one text for both is the rule. It would stop nobody who means harm, either: whoever may
-- change rows may drop triggers. What they cannot do is make the hashes and the sealed head agree again.
-- No reference to accounts: an entry outlives the account it is about.
CREATE TABLE audit_entries (
    school TEXT NOT NULL,
    -- From 1, without gaps.
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- An account, or system.
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    details TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (school, number)
);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, number);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, at);

CREATE TABLE audit_heads (
    school TEXT PRIMARY KEY,
    -- Raised before an entry is added: PostgreSQL then lets writers of a school in one by one.
    turn BIGINT NOT NULL,
    -- Number and hash of the newest entry, sealed; empty before the first one is complete.
    sealed TEXT NOT NULL
);

-- The help desk's code of a person: at most one, good once.
CREATE TABLE support_codes (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
