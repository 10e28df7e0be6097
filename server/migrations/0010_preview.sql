-- Everybody of a school in the order of factors and grace, which are compared with them to count who is ready: what is
-- looked up for one person then lies beside what was looked up for the one before.
CREATE INDEX accounts_by_id ON accounts (school, id, role);
