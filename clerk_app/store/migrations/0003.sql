-- Whose file was set aside, which number it bears, and whether it was taken in since; "" and 0 where nobody can tell.
ALTER TABLE quarantine ADD COLUMN office TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN filed TEXT NOT NULL DEFAULT '';
