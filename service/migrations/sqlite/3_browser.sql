-- Browsers in which somebody has signed in before. Times are milliseconds since 1970.

CREATE TABLE known_browser (
    -- SHA-256 of what the browser has. Several people may use one.
    digest TEXT NOT NULL,
    person BIGINT NOT NULL,
    -- When they signed in there last.
    seen_ms BIGINT NOT NULL,
    CONSTRAINT known_browser_key PRIMARY KEY (digest, person),
    CONSTRAINT known_browser_person FOREIGN KEY (person) REFERENCES person (id)
);

CREATE INDEX known_browser_by_person ON known_browser (person);
