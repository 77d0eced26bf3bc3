-- The sum that a matter is about, in fen: lists show it, search bounds it. 0 where its forms name none.
ALTER TABLE shelf_matter ADD COLUMN amount INTEGER NOT NULL DEFAULT 0;
