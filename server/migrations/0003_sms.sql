-- What a school sends, for its budget and for the breaker against pumping.

ALTER TABLE messages ADD COLUMN school TEXT NOT NULL DEFAULT '';
-- 1: the account had not verified this number yet.
ALTER TABLE messages ADD COLUMN fresh BIGINT NOT NULL DEFAULT 0;
CREATE INDEX messages_by_school ON messages (school, sent_at);
CREATE INDEX messages_by_time ON messages (sent_at);

CREATE TABLE sms_schools (
    school TEXT PRIMARY KEY,
    -- Raised before a school's messages are counted: PostgreSQL then lets its senders in one by one.
    turn BIGINT NOT NULL,
    alarmed_at BIGINT NOT NULL
);
