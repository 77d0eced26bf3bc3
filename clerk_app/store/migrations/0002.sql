-- A matter may be opened from another one, and a deadline may ask to be called to mind before it is due.
ALTER TABLE shelf_matter ADD COLUMN parent TEXT NOT NULL DEFAULT '';
CREATE INDEX shelf_matter_by_parent ON shelf_matter (office, id) WHERE parent <> '';
ALTER TABLE shelf_task ADD COLUMN remind TEXT NOT NULL DEFAULT '';
