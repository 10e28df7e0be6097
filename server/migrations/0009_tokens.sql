-- Hardware tokens of a school: imported once, then with one person after another.

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    school TEXT NOT NULL,
    -- As it is printed; and in small letters, by which it is found.
    serial TEXT NOT NULL,
    serial_key TEXT NOT NULL,
    -- Sealed.
    secret TEXT NOT NULL,
    digits BIGINT NOT NULL,
    period BIGINT NOT NULL,
    algorithm TEXT NOT NULL,
    -- The last step or counter that was spent, and how many steps its clock is ahead. While it is with somebody these
    -- live in that person's factor; they come back with it, so that no code of before is ever good again.
    last_step BIGINT NOT NULL,
    drift BIGINT NOT NULL,
    -- Who has it. No ON DELETE: whoever removes an account takes the token back first.
    account TEXT REFERENCES accounts (id),
    quarantined_until BIGINT NOT NULL DEFAULT 0,
    imported_at BIGINT NOT NULL,
    -- Wrong codes that were typed to link it or to set it right.
    failures BIGINT NOT NULL DEFAULT 0,
    window_ends BIGINT NOT NULL DEFAULT 0,
    UNIQUE (school, serial_key)
);
CREATE UNIQUE INDEX one_token_of_account ON tokens (account) WHERE account IS NOT NULL;

-- Steps that a token's clock is ahead.
ALTER TABLE factors ADD COLUMN drift BIGINT NOT NULL DEFAULT 0;
