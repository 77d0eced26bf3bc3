-- Which stretches of which logs a bundle carries: what was confirmed of it is reckoned from receipts, never noted. And
-- the day on which somebody said that it was handed over.
ALTER TABLE outbox ADD COLUMN handed TEXT NOT NULL DEFAULT '';
CREATE TABLE outbox_span (
    office TEXT NOT NULL,
    number INTEGER NOT NULL,
    log TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (office, number, log)
) STRICT, WITHOUT ROWID;
