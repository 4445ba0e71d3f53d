/**
 * The trust file, version by version. To change it: add a step at the end, never edit one that was released, and add the
 * file of the version before to the tests.
 *
 * The audit is append-only by trigger, so that not even a bug of ours rewrites what was decided. The trigger on INSERT is
 * there because INSERT OR REPLACE deletes the old row without asking the DELETE trigger (sqlite.org/lang_conflict.html).
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
];
