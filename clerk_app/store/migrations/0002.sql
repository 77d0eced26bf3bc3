-- A matter may be opened from another one, and a deadline may ask to be called to mind before it is due.
ALTER TABLE shelf_matter ADD COLUMN parent TEXT NOT NULL DEFAULT '';
CREATE INDEX shelf_matter_by_parent ON shelf_matter (office, id) WHERE parent <> '';
ALTER TABLE shelf_task ADD COLUMN remind TEXT NOT NULL DEFAULT '';

-- What early warnings look at, value by value.
CREATE TABLE shelf_fact (
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    type TEXT NOT NULL,
    step TEXT NOT NULL,
    visit INTEGER NOT NULL,
    entry TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    row INTEGER NOT NULL,
    text TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (office, matter, step, visit, kind, row)
) STRICT, WITHOUT ROWID;
