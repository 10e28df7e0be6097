-- What a school, or a group of schools, asks of its people; and until when somebody may leave setting up for later.

CREATE TABLE policies (
    -- school or group
    scope TEXT NOT NULL,
    -- The school's or the group's, in the configuration.
    id TEXT NOT NULL,
    -- From 1; raised by each change, which names the one it was made from.
    version BIGINT NOT NULL,
    -- JSON, as in the contract.
    policy TEXT NOT NULL,
    PRIMARY KEY (scope, id)
);

-- One row for a person, made at the first sign-in at which two steps are compulsory for them. It is never taken away and
-- its end never moves on: no second sign-in, no other role, no reset and no policy that comes and goes begins it anew.
CREATE TABLE grace (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);
