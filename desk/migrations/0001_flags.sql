-- What readers flag. Statements that PostgreSQL understands, too. Times are RFC 3339 in UTC, ids UUIDs, hashes 64 hex digits.

-- A case: all flags of one text. `subject` is pledge, report and text hash; that of a decided case has the case's id behind
-- it, so that a later flag of the same text opens a case of its own.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE,
    pledge TEXT NOT NULL,
    report TEXT,
    part TEXT,
    sha256 TEXT,
    opened TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    ground TEXT,
    decided TEXT,
    statement TEXT,
    redress TEXT
);

-- `content` is the flag as it was sent, canonically, but for how to reach its reader. An objection to the decision on a
-- flag has the receipt of that flag, whose id is `thread`.
CREATE TABLE flags (
    id TEXT NOT NULL PRIMARY KEY,
    receipt TEXT NOT NULL,
    thread TEXT,
    content TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    danger BIGINT NOT NULL,
    ground TEXT NOT NULL,
    received TEXT NOT NULL,
    taken_back TEXT
);
CREATE INDEX flags_of_case ON flags (case_id);
CREATE UNIQUE INDEX receipts ON flags (receipt) WHERE thread IS NULL;

-- How to reach who flagged: apart, so that it can go without the flag.
CREATE TABLE contacts (
    flag_id TEXT NOT NULL PRIMARY KEY REFERENCES flags (id),
    name TEXT,
    email TEXT
);

-- Every text of every feed that this desk served.
CREATE TABLE texts (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    pledge TEXT NOT NULL,
    report TEXT,
    part TEXT,
    first_seen TEXT NOT NULL
);
