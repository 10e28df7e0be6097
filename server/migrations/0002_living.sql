-- Living with it: several methods at once, ways back in, devices with a name of their own.

-- 1: switched off for a while; the factors are kept.
ALTER TABLE accounts ADD COLUMN suspended_at BIGINT;
-- The factor asked for first; the oldest one when it is absent or gone.
ALTER TABLE accounts ADD COLUMN preferred TEXT;
-- 1: the last way back in was used; a method must be set up before anything else.
ALTER TABLE accounts ADD COLUMN must_enrol BIGINT NOT NULL DEFAULT 0;
-- What the portal last said (Unix seconds); devices remembered before it are dead.
ALTER TABLE accounts ADD COLUMN password_changed_at BIGINT NOT NULL DEFAULT 0;
-- Sealed; for notices about one's own account.
ALTER TABLE accounts ADD COLUMN email TEXT;
-- BCP 47, of the last session.
ALTER TABLE accounts ADD COLUMN lang TEXT NOT NULL DEFAULT 'nl';
-- Sealed reset code, where the school chose it: the person may look it up again.
ALTER TABLE accounts ADD COLUMN reset_code TEXT;

-- When the portal says a code was given earlier in this sign-in, and what an assertion echoes.
ALTER TABLE sessions ADD COLUMN vouched_at BIGINT;
ALTER TABLE sessions ADD COLUMN recovered_at BIGINT;
-- 1: went on after the recovery code.
ALTER TABLE sessions ADD COLUMN went_on BIGINT NOT NULL DEFAULT 0;
-- The method of the code given at code_at; absent when it was given to set up a method.
ALTER TABLE sessions ADD COLUMN code_method TEXT;
ALTER TABLE sessions ADD COLUMN nonce TEXT;
ALTER TABLE sessions ADD COLUMN txn TEXT;

-- One active factor of each method.
DROP INDEX one_active_factor;
CREATE UNIQUE INDEX one_active_factor ON factors (account, method) WHERE state = 'active';
-- Hardware tokens differ from one another. HOTP (RFC 4226): period 0, and last_step is the last counter.
ALTER TABLE factors ADD COLUMN digits BIGINT NOT NULL DEFAULT 6;
ALTER TABLE factors ADD COLUMN period BIGINT NOT NULL DEFAULT 30;
ALTER TABLE factors ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'sha1';
ALTER TABLE factors ADD COLUMN serial TEXT;
-- 1: new recovery codes are part of this enrolment.
ALTER TABLE factors ADD COLUMN with_codes BIGINT NOT NULL DEFAULT 1;

-- New recovery codes that wait to be acknowledged; the old ones count until then.
CREATE TABLE recovery_sets (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    codes TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- What is asked (a way of the contract), and what for: sign-in, prove.
ALTER TABLE challenges ADD COLUMN way TEXT NOT NULL DEFAULT 'app';
ALTER TABLE challenges ADD COLUMN purpose TEXT NOT NULL DEFAULT 'sign-in';
DROP INDEX one_open_challenge;
CREATE UNIQUE INDEX one_open_challenge ON challenges (account, purpose) WHERE state = 'open';

-- Devices get a name of their own and change their token at every use. Those of before are asked once more.
DROP TABLE devices;
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- trust; recovery: someone who came in by a recovery code and has not gone on yet
    purpose TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    -- The token that was given up for it: still good until this one was presented, if the answer was lost.
    previous TEXT,
    browser TEXT NOT NULL,
    system TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX devices_by_account ON devices (account);
-- Every token a device had before, good a little longer for tabs that had it; used after that it was copied.
CREATE TABLE replaced_tokens (
    token TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    until BIGINT NOT NULL
);
CREATE INDEX replaced_tokens_by_device ON replaced_tokens (device);

-- Notices to people about their own accounts, until the mail server took them. No address and no text: both
-- are looked up and written when the mail is sent.
CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Unix seconds before which it is not tried again.
    due_at BIGINT NOT NULL
);
CREATE INDEX mails_by_due ON mails (due_at);
