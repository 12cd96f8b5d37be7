-- Who works on comments, what they did, and what was announced. Times are milliseconds since 1970.

CREATE TABLE person (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    -- Separated by spaces.
    roles TEXT NOT NULL,
    -- Argon2id, with its salt and its costs.
    password TEXT NOT NULL,
    -- Whether the password is one that somebody else has seen.
    is_fresh BIGINT NOT NULL,
    is_barred BIGINT NOT NULL,
    CONSTRAINT person_name UNIQUE (name)
);

-- Somebody who has signed in.
CREATE TABLE session (
    -- SHA-256 of what the browser has: who reads this table cannot sign in with it.
    digest TEXT PRIMARY KEY,
    person BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    CONSTRAINT session_person FOREIGN KEY (person) REFERENCES person (id)
);

-- What became of one comment or of many, and why.
CREATE TABLE settlement (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consultation TEXT NOT NULL,
    disposition TEXT NOT NULL,
    reason TEXT,
    answer TEXT,
    prepared_by BIGINT NOT NULL,
    prepared_ms BIGINT NOT NULL,
    approved_by BIGINT,
    approved_ms BIGINT,
    -- Why it was given back to whoever prepared it.
    returned TEXT,
    CONSTRAINT settlement_by_two CHECK (approved_by <> prepared_by),
    CONSTRAINT settlement_approved CHECK ((approved_by IS NULL) = (approved_ms IS NULL))
);

CREATE INDEX settlement_by_consultation ON settlement (consultation);

-- What colleagues tell each other of a comment. Never published.
CREATE TABLE note (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    comment BIGINT NOT NULL,
    person BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT note_comment FOREIGN KEY (comment) REFERENCES comment (id)
);

CREATE INDEX note_by_comment ON note (comment);

-- What was announced; once.
CREATE TABLE announcement (
    consultation TEXT PRIMARY KEY,
    announced_ms BIGINT NOT NULL,
    person BIGINT NOT NULL,
    -- How many were received, and in how many ways that ended, as JSON.
    counts TEXT NOT NULL,
    -- SHA-256 of the list of receipts that is published with it.
    receipts_digest TEXT NOT NULL,
    -- The digest of the entry of the log that says so.
    log TEXT NOT NULL
);

-- What was done, in one chain: each digest covers the one before it. Ids and digests, never a text.
CREATE TABLE log (
    seq BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    -- 0 where it was no person.
    person BIGINT NOT NULL,
    act TEXT NOT NULL,
    consultation TEXT NOT NULL,
    target TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE INDEX log_by_target ON log (consultation, target);

-- The last entry of each day, by the clock, as 2025-03-31 (UTC).
CREATE TABLE log_day (
    day TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    digest TEXT NOT NULL
);

-- The last entry. Its row is the lock under which entries are made.
CREATE TABLE log_head (
    id BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    digest TEXT NOT NULL
);

INSERT INTO log_head (id, seq, digest) VALUES (1, 0, '');
