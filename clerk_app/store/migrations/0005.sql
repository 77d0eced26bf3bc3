-- What waits for the township's decision: a sign-off of a step, its run, since when, and whether it was handed in.
CREATE TABLE shelf_review (
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    step TEXT NOT NULL,
    slot TEXT NOT NULL,
    visit INTEGER NOT NULL,
    since TEXT NOT NULL,
    handed_in INTEGER NOT NULL,
    PRIMARY KEY (office, matter, step, slot)
) STRICT, WITHOUT ROWID;
