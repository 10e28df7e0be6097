-- What somebody has is looked up with every request, in force or not; the unique indexes, each of one state only, are of no
-- use for it, and the whole table was gone through.
CREATE INDEX factors_by_account ON factors (account);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX challenges_by_account ON challenges (account);
CREATE INDEX mails_by_account ON mails (account);
