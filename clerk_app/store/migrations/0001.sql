-- The journal: exact bytes, and beside the chain what may be erased by law.
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL REFERENCES log (id),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    kind TEXT NOT NULL,
    matter TEXT NOT NULL,
    raw BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    weight INTEGER NOT NULL,
    UNIQUE (log, seq)
) STRICT;
CREATE INDEX entry_by_matter ON entry (matter, log, seq) WHERE matter <> '';
CREATE INDEX entry_by_kind ON entry (log, kind, seq) WHERE matter = '';
CREATE TABLE beside (
    entry INTEGER PRIMARY KEY REFERENCES entry (id),
    payload BLOB NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 16)
) STRICT;
CREATE TABLE attached (
    entry INTEGER NOT NULL REFERENCES entry (id),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (entry, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_by_file ON attached (sha256);

-- Attachments lie in files of their own; here is what is known of each. `unnamed` counts the sweeps that found it so.
CREATE TABLE blob (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    unnamed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What went out, what came in, and what was set aside.
CREATE TABLE outbox (
    office TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    made TEXT NOT NULL,
    entries INTEGER NOT NULL,
    files INTEGER NOT NULL,
    size INTEGER NOT NULL,
    carrier TEXT NOT NULL,
    state TEXT NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (office, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE inbox (
    office TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    previous TEXT NOT NULL,
    received TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    held INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (office, device, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
    digest TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    received TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a clerk has begun to type, the wrapped keys of people, and small notes of the desk.
CREATE TABLE draft (
    matter TEXT NOT NULL,
    step TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (matter, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE keyring (
    person TEXT PRIMARY KEY,
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The shelf: derived from the journal, and dropped and rebuilt at will. `place` is a matter's row in shelf_search.
CREATE TABLE shelf_matter (
    place INTEGER PRIMARY KEY,
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    type_name TEXT NOT NULL,
    state TEXT NOT NULL,
    step TEXT NOT NULL,
    due TEXT NOT NULL,
    begun_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    late INTEGER NOT NULL,
    UNIQUE (office, id)
) STRICT;
CREATE INDEX shelf_matter_by_day ON shelf_matter (office, begun_on, id);
CREATE INDEX shelf_matter_by_state ON shelf_matter (office, state, begun_on, id);
CREATE INDEX shelf_matter_by_type ON shelf_matter (office, type, begun_on, id);
CREATE INDEX shelf_matter_by_closing ON shelf_matter (office, closed_on, late);
CREATE TABLE shelf_task (
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    step TEXT NOT NULL,
    step_name TEXT NOT NULL,
    responsible TEXT NOT NULL,
    deadline TEXT NOT NULL,
    posted TEXT NOT NULL,
    takedown TEXT NOT NULL,
    PRIMARY KEY (office, matter, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE shelf_commitment (
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    type TEXT NOT NULL,
    step TEXT NOT NULL,
    visit INTEGER NOT NULL,
    day TEXT NOT NULL,
    amount INTEGER NOT NULL,
    site TEXT NOT NULL,
    party TEXT NOT NULL,
    PRIMARY KEY (office, matter, step, visit)
) STRICT, WITHOUT ROWID;
CREATE TABLE shelf_state (
    hash TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- One token per character. What is taken off the shelf must not stay readable in the index: secure-delete.
CREATE VIRTUAL TABLE shelf_search USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO shelf_search (shelf_search, rank) VALUES ('secure-delete', 1);
