/**
 * The history file, version by version. To change it: add a step at the end, never edit one that was released, and add the
 * file of the version before to the tests.
 *
 * TLS reports, certificates and bodies are kept once, however many exchanges share them, and go when the last one went.
 * `reference` says who needs what; it has no index by key, which every exchange would pay and only the purge would use. What
 * the list shows is apart from the whole record, so that the list reads few pages of the file.
 */
export const historySteps: readonly string[] = [
  `
  CREATE TABLE exchange (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    method TEXT NOT NULL,
    url TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    failure TEXT,
    verdict TEXT,
    tls_version TEXT,
    total_ms REAL NOT NULL,
    bytes INTEGER,
    removed_at INTEGER
  ) STRICT;
  CREATE INDEX exchange_newest ON exchange (started_at DESC, seq DESC) WHERE removed_at IS NULL;
  CREATE INDEX exchange_removed ON exchange (removed_at) WHERE removed_at IS NOT NULL;
  CREATE TABLE record (seq INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;

  CREATE TABLE reference (
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('tls', 'bag', 'body')),
    key TEXT NOT NULL,
    PRIMARY KEY (seq, kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tls (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE bag (id TEXT PRIMARY KEY, certificates TEXT NOT NULL) STRICT;
  CREATE TABLE certificate (sha256 TEXT PRIMARY KEY, der BLOB NOT NULL) STRICT;
  CREATE TABLE body (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, data BLOB) STRICT;
  CREATE INDEX body_in_file ON body (bytes) WHERE data IS NULL;
  `,
  // Because of which anchor a connection was approved: who relies on an authority is asked before it is removed. A report that
  // does not read must stop nobody who writes.
  `
  ALTER TABLE tls ADD COLUMN anchor TEXT GENERATED ALWAYS AS (
    CASE WHEN json_valid(json) AND json_extract(json, '$.verdict.kind') IN ('trusted', 'excepted')
      THEN json_extract(json, '$.verdict.anchor.sha256') END) VIRTUAL;
  CREATE INDEX tls_by_anchor ON tls (anchor) WHERE anchor IS NOT NULL;
  `,
];
