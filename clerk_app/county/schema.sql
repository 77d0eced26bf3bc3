-- The county's tables. Everything is partitioned by township, so that one can be loaded, dropped or moved alone.
CREATE TABLE IF NOT EXISTS township (
    code text PRIMARY KEY,
    name text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS office (
    township text NOT NULL REFERENCES township (code),
    code text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (township, code)
);
CREATE TABLE IF NOT EXISTS entry (
    township text NOT NULL,
    log text NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    office text NOT NULL,
    kind text NOT NULL,
    matter text NOT NULL,
    step text NOT NULL,
    at timestamptz NOT NULL,
    raw bytea NOT NULL,
    signature bytea NOT NULL,
    payload jsonb,
    accepted boolean NOT NULL,
    PRIMARY KEY (township, log, seq)
) PARTITION BY LIST (township);
CREATE INDEX IF NOT EXISTS entry_by_matter ON entry (township, office, matter, seq);
CREATE INDEX IF NOT EXISTS entry_by_kind ON entry (kind, at);
CREATE TABLE IF NOT EXISTS matter (
    township text NOT NULL,
    office text NOT NULL,
    id text NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    type text NOT NULL,
    type_name text NOT NULL,
    state text NOT NULL,
    step text NOT NULL,
    due date,
    begun_on date,
    closed_on date,
    late integer NOT NULL,
    PRIMARY KEY (township, office, id)
) PARTITION BY LIST (township);
CREATE TABLE IF NOT EXISTS task (
    township text NOT NULL,
    office text NOT NULL,
    matter text NOT NULL,
    step text NOT NULL,
    step_name text NOT NULL,
    responsible text NOT NULL,
    deadline date,
    PRIMARY KEY (township, office, matter, step)
) PARTITION BY LIST (township);
CREATE TABLE IF NOT EXISTS fact (
    township text NOT NULL,
    office text NOT NULL,
    matter text NOT NULL,
    type text NOT NULL,
    step text NOT NULL,
    visit integer NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    line integer NOT NULL,
    text text NOT NULL,
    number bigint NOT NULL
) PARTITION BY LIST (township);
CREATE INDEX IF NOT EXISTS fact_by_kind ON fact (kind, day);

-- How every village stands today.
CREATE OR REPLACE VIEW village_now AS
SELECT o.township, o.code AS village, o.name,
    count(m.id) FILTER (WHERE m.state IN ('open', 'refused', 'resting')) AS running,
    count(m.id) FILTER (WHERE m.state = 'closed') AS closed,
    count(m.id) FILTER (WHERE m.state = 'refused') AS refused,
    count(m.id) FILTER (WHERE m.state <> 'closed' AND m.due < current_date) AS overdue,
    coalesce(sum(m.late), 0) AS late_steps,
    max(m.begun_on) AS newest_matter
FROM office o LEFT JOIN matter m ON m.township = o.township AND m.office = o.code
GROUP BY o.township, o.code, o.name;

-- Steps done, month by month.
CREATE OR REPLACE VIEW steps_by_month AS
SELECT township, office AS village, date_trunc('month', at)::date AS month, count(*) AS steps
FROM entry WHERE kind = 'complete' AND accepted
GROUP BY township, office, date_trunc('month', at);

-- Money paid, in yuan, by village, kind of matter and year.
CREATE OR REPLACE VIEW paid_by_year AS
SELECT township, office AS village, type, extract(year FROM day)::integer AS year, sum(number) / 100.0 AS yuan,
    count(*) AS payments
FROM fact WHERE kind = 'paid'
GROUP BY township, office, type, extract(year FROM day);
