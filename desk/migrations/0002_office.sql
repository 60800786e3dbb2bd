-- Moderation: who decides, what was decided, what is to follow from it. Statements that PostgreSQL understands, too, but for the
-- triggers at the end, which each database writes in its own way.

-- Who may sign in. `password` is an argon2id hash; none until the one-time link was used. Nobody is deleted, as the log names them.
CREATE TABLE moderators (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password TEXT,
    added TEXT NOT NULL,
    ended TEXT
);

-- One-time links, by the hash of their token.
CREATE TABLE invitations (
    hash TEXT NOT NULL PRIMARY KEY,
    moderator TEXT NOT NULL REFERENCES moderators (id),
    until TEXT NOT NULL
);

-- Sessions, by the hash of their cookie.
CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    moderator TEXT NOT NULL REFERENCES moderators (id),
    seen TEXT NOT NULL,
    until TEXT NOT NULL
);

-- What is known of published pledges, so that cases can be found by edition and party whatever became of the pledge since.
CREATE TABLE pledges (
    id TEXT NOT NULL PRIMARY KEY,
    edition TEXT,
    title TEXT
);
CREATE TABLE pledge_parties (
    pledge TEXT NOT NULL REFERENCES pledges (id),
    party TEXT NOT NULL,
    PRIMARY KEY (pledge, party)
);

-- `version` grows with whatever a decision has to know of. `objected` is when a decided case was objected to, until that is
-- decided. `hear_until` is by when a party may answer, `heard` when it did.
ALTER TABLE cases ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN claimed_by TEXT REFERENCES moderators (id);
ALTER TABLE cases ADD COLUMN claimed_until TEXT;
ALTER TABLE cases ADD COLUMN hear_until TEXT;
ALTER TABLE cases ADD COLUMN heard TEXT;
ALTER TABLE cases ADD COLUMN objected TEXT;
ALTER TABLE cases ADD COLUMN told TEXT;

-- What somebody decided: `kind` is decision or hold; `state` proposed (a second has to confirm), standing, ended, or lapsed. A hold is
-- in force while proposed, too, until `until`.
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    scope TEXT NOT NULL,
    ground TEXT NOT NULL,
    rule TEXT,
    reasoning TEXT,
    statement TEXT NOT NULL,
    automated BIGINT NOT NULL,
    by_party BIGINT NOT NULL DEFAULT 0,
    by_moderator TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    second TEXT,
    second_at TEXT,
    until TEXT
);
CREATE INDEX decisions_of_case ON decisions (case_id);
-- Two who decide at once: one does.
CREATE UNIQUE INDEX one_proposal ON decisions (case_id, kind) WHERE state = 'proposed';

-- What is said inside the desk, of a case: a note, what the party was told, what it answered, why a second sent a decision back.
CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    by_moderator TEXT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX notes_of_case ON notes (case_id);

-- How the desk reaches parties. Never published.
CREATE TABLE party_contacts (
    party TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL
);

-- Lines for removals.ndjson, in order; kept here with the decision, so that neither is ever without the other.
CREATE TABLE removals (
    n BIGINT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL,
    line TEXT NOT NULL,
    made TEXT NOT NULL,
    written TEXT
);

-- Messages that have to leave: webhooks and mails.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    danger BIGINT NOT NULL,
    recipient TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due TEXT NOT NULL,
    sent TEXT,
    error TEXT
);

-- The log. `chain` is the hash of the last one's and of what stands here, so that a changed copy shows.
CREATE TABLE audit (
    n BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    case_id TEXT,
    was TEXT,
    became TEXT,
    chain TEXT NOT NULL
);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER audit_is_appended_to BEFORE INSERT ON audit
    WHEN NEW.n <> (SELECT COALESCE(MAX(n), 0) + 1 FROM audit) BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
