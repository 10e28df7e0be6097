-- One schema for SQLite and PostgreSQL: only BIGINT and TEXT. Times are Unix seconds, flags 0 or 1, and
-- whatever is sealed, hashed or random is base64url or hex text.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    school TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    mfa_epoch BIGINT NOT NULL,
    remember TEXT NOT NULL,
    -- Raised at the start of every writing transaction of the account: PostgreSQL then lets them in one by one.
    turn BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (school, issuer, subject)
);

CREATE TABLE used_tokens (
    jti TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX used_tokens_by_expiry ON used_tokens (expires_at);

CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    auth_time BIGINT NOT NULL,
    password_at BIGINT,
    code_at BIGINT,
    verified BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_age ON sessions (created_at);

CREATE TABLE factors (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    method TEXT NOT NULL,
    -- pending, confirmed (the codes wait to be acknowledged), active
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    with_password BIGINT NOT NULL,
    proved BIGINT NOT NULL,
    secret TEXT,
    last_step BIGINT NOT NULL,
    number TEXT,
    number_index TEXT,
    codes TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    since BIGINT
);
CREATE UNIQUE INDEX one_active_factor ON factors (account) WHERE state = 'active';
CREATE UNIQUE INDEX one_enrolment ON factors (account) WHERE state <> 'active';

CREATE TABLE recovery_codes (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    position BIGINT NOT NULL,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account, factor, position)
);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    number_index TEXT NOT NULL,
    -- sending, current, superseded, used
    state TEXT NOT NULL,
    code TEXT,
    checks BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX messages_by_account ON messages (account, sent_at);
CREATE INDEX messages_by_number ON messages (number_index, sent_at);

CREATE TABLE challenges (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    -- open, passed, failed
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_open_challenge ON challenges (account) WHERE state = 'open';

CREATE TABLE limits (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    failures BIGINT NOT NULL,
    window_ends BIGINT NOT NULL,
    consecutive BIGINT NOT NULL,
    PRIMARY KEY (account, kind)
);

CREATE TABLE devices (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX devices_by_account ON devices (account);

-- Accounts whose password this back end checks itself.
CREATE TABLE directory (
    school TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    PRIMARY KEY (school, issuer, subject)
);

-- The demonstration's portal and clock; empty on any other server.
CREATE TABLE demo_sessions (
    token TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    signed_in BIGINT NOT NULL,
    auth_time BIGINT NOT NULL
);
CREATE TABLE demo_clock (
    id BIGINT PRIMARY KEY,
    ahead_seconds BIGINT NOT NULL
);
