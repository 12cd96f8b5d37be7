-- Comments and what became of them. Times are milliseconds since 1970. Constraints are named: their names are part of the code.

CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation TEXT NOT NULL,
    -- Chosen by the sender: the same key again is the same comment again.
    key TEXT NOT NULL,
    -- SHA-256 of what was sent under the key, in hexadecimal digits.
    body_digest TEXT NOT NULL,
    -- The citizen's secret: whoever has it may read what became of the comment. It is stored because a repeated request must be
    -- answered with the same one. Never in a log, an export or a page of the office.
    receipt TEXT NOT NULL,
    received_ms BIGINT NOT NULL,
    -- online, letter, telephone, hotline, hearing …: an id of the profile.
    channel TEXT NOT NULL,
    -- The package that the subject is of; where there is none, the draft of the consultation.
    package TEXT,
    -- The published id that the comment speaks about; where there is none, the whole.
    subject TEXT,
    -- What somebody says they are called.
    name TEXT,
    -- What the host vouches for; never a number of a register.
    pseudonym TEXT,
    text TEXT NOT NULL,
    -- Answers to the questions of the consultation, as JSON.
    answers TEXT,
    -- Whether personal data may stand in it.
    flagged BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    -- The code of the reason for which it is withheld.
    withheld TEXT,
    -- The place in the public order, without gaps, given when it is published or withheld.
    number BIGINT,
    published_ms BIGINT,
    theme TEXT,
    -- The comment with which this one speaks as one voice, and how like it is.
    voice BIGINT,
    likeness TEXT,
    -- What is said to have become of it; it holds once somebody else has approved it.
    settlement BIGINT,
    -- What somebody proposed: `publish` or `withhold`, and the code of the reason.
    proposed TEXT,
    proposed_reason TEXT,
    proposed_by BIGINT,
    -- Which unit answers, and by which day.
    unit TEXT,
    due TEXT,
    -- Grows with every act on it: who saw an older state is told so.
    version BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT comment_key UNIQUE (consultation, key),
    CONSTRAINT comment_receipt UNIQUE (receipt),
    CONSTRAINT comment_number UNIQUE (consultation, number),
    CONSTRAINT comment_state CHECK (state IN ('received', 'published', 'withheld')),
    CONSTRAINT comment_numbered CHECK ((state = 'received') = (number IS NULL)),
    CONSTRAINT comment_withheld CHECK ((state = 'withheld') = (withheld IS NOT NULL))
);

CREATE INDEX comment_by_state ON comment (consultation, state);
CREATE INDEX comment_by_voice ON comment (voice);
CREATE INDEX comment_by_settlement ON comment (settlement);

-- How to reach somebody who asked for it: apart from the comment, deleted once it was used.
CREATE TABLE contact (
    comment BIGINT PRIMARY KEY,
    address TEXT NOT NULL,
    CONSTRAINT contact_comment FOREIGN KEY (comment) REFERENCES comment (id)
);

-- Pairs of letters of published comments, for the search.
CREATE TABLE comment_grams (
    gram BIGINT NOT NULL,
    comment BIGINT NOT NULL,
    CONSTRAINT comment_grams_key PRIMARY KEY (gram, comment),
    CONSTRAINT comment_grams_comment FOREIGN KEY (comment) REFERENCES comment (id)
) WITHOUT ROWID;

-- The last number given in a consultation. Its row is the lock under which numbers are given.
CREATE TABLE last_number (
    consultation TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);

-- What processes over one database share and nobody else knows.
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
