/**
 * The trust file, version by version. To change it: add a step at the end, never edit one that was released, and add the
 * file of the version before to the tests.
 *
 * The audit is append-only by trigger, so that not even a bug of ours rewrites what was decided. The trigger on INSERT is
 * there because INSERT OR REPLACE deletes the old row without asking the DELETE trigger (sqlite.org/lang_conflict.html).
 *
 * Step 2 reads certificates by the SQL function `certificate_fact(der, name)`, which main/engine/trust/file.ts gives.
 */
export const trustSteps: readonly string[] = [
  `
  CREATE TABLE meta (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    revision INTEGER NOT NULL,
    system_enabled INTEGER NOT NULL,
    bundled_enabled INTEGER NOT NULL
  ) STRICT;
  INSERT INTO meta VALUES (1, 1, 1, 1);

  CREATE TABLE anchor (
    position INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    der BLOB NOT NULL,
    label TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    scope TEXT NOT NULL,
    trusted_until INTEGER,
    note TEXT,
    origin TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    direction TEXT NOT NULL,
    subject TEXT NOT NULL,
    label TEXT NOT NULL,
    before TEXT,
    after TEXT
  ) STRICT;
  CREATE INDEX audit_by_subject ON audit (subject, id);
  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
  CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
  CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
  `,
  `
  CREATE TABLE certificate (
    position INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    der BLOB NOT NULL,
    key_sha256 TEXT NOT NULL,
    subject TEXT NOT NULL,
    issuer TEXT NOT NULL,
    organization TEXT NOT NULL,
    key TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    not_after INTEGER NOT NULL,
    subject_name TEXT NOT NULL
  ) STRICT;
  INSERT INTO certificate
    (position, sha256, der, key_sha256, subject, issuer, organization, key, not_before, not_after, subject_name)
    SELECT position, sha256, der, certificate_fact(der, 'keySha256'), certificate_fact(der, 'subject'),
      certificate_fact(der, 'issuer'), certificate_fact(der, 'organization'), certificate_fact(der, 'key'),
      certificate_fact(der, 'notBefore'), certificate_fact(der, 'notAfter'), certificate_fact(der, 'subjectName')
    FROM anchor;
  ALTER TABLE anchor DROP COLUMN der;

  CREATE TABLE hint (
    position INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;

  CREATE TABLE distrust (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    label TEXT NOT NULL,
    note TEXT,
    certificate TEXT,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;

  CREATE TABLE exception (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    leaf TEXT NOT NULL,
    accepted TEXT NOT NULL,
    end_at INTEGER,
    note TEXT,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;

  CREATE TABLE exception_use (
    id TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    used_at INTEGER,
    stopped TEXT
  ) STRICT;

  CREATE TABLE identity (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    hosts TEXT NOT NULL,
    note TEXT,
    added_at INTEGER NOT NULL,
    origin TEXT NOT NULL,
    chain TEXT NOT NULL,
    sealed_key BLOB,
    sealed_by TEXT,
    removed_at INTEGER
  ) STRICT;

  CREATE TABLE root_off (
    position INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE
  ) STRICT;

  ALTER TABLE audit ADD COLUMN decided_by TEXT NOT NULL DEFAULT 'window';
  ALTER TABLE meta ADD COLUMN digest TEXT;
  ALTER TABLE meta ADD COLUMN audit_digest TEXT;
  `,
];
