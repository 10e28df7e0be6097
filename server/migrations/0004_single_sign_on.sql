-- Single sign-on: the portal has asked for more than the password itself.

-- Methods of the portal's sign-in (RFC 8176) as its token states them, with spaces between.
ALTER TABLE sessions ADD COLUMN portal_amr TEXT NOT NULL DEFAULT '';
-- 1: signed in at the demonstration's portal with two steps of the school's own.
ALTER TABLE demo_sessions ADD COLUMN single_sign_on BIGINT NOT NULL DEFAULT 0;
