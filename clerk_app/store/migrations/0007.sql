-- The keys of the early warnings over an office's facts, so that an overview of many offices need not look for them.
CREATE TABLE shelf_warning (
    office TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (office, key)
) STRICT, WITHOUT ROWID;
