-- Passwords that people set themselves.

-- Addresses of people in the directory: several each. Sealed, and beside that a keyed hash to compare with.
CREATE TABLE addresses (
    id TEXT PRIMARY KEY,
    school TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- own; co: of a co-account, such as a parent's
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    address_index TEXT NOT NULL,
    UNIQUE (school, issuer, subject, address_index)
);

-- What was asked, until the worker looks at it: known and unknown people alike. Sealed.
CREATE TABLE password_requests (
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX password_requests_by_age ON password_requests (created_at);

-- Who asked when, of the last hour: an account, or the keyed hash of an address on the network. `n` counts up, so
-- that of two at once one finds its number taken.
CREATE TABLE password_asks (
    who TEXT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (who, n)
);

-- The one live link of an account, by the SHA-256 of its token.
CREATE TABLE password_links (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    token TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- A call to the portal that is under way with it, and since when.
    claim TEXT,
    claimed_at BIGINT
);

-- Which of the addresses of the directory a mail goes to; the account's own where it is absent.
ALTER TABLE mails ADD COLUMN address TEXT;
-- Sealed: the token of the link in it, until the mail is sent.
ALTER TABLE mails ADD COLUMN token TEXT;
