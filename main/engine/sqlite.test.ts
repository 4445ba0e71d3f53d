import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { checkIntegrity, errorCode, migrate, NewerVersion, setAside, transaction } from './sqlite.ts';

const steps = [
  'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)',
  'ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 2',
  'CREATE INDEX a_by_y ON a (y)',
];

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'wireglass-sqlite-')), 'some.sqlite');
}

describe('migrations', () => {
  test.each([0, 1, 2, 3])('a file of version %i becomes the newest, its rows kept', (version) => {
    const database = new DatabaseSync(newFile());
    migrate(database, steps.slice(0, version));

    migrate(database, steps);

    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }]);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 });
  });

  test('a step that fails leaves the file as it was', () => {
    const database = new DatabaseSync(newFile());
    migrate(database, steps.slice(0, 1));

    expect(() => migrate(database, [...steps.slice(0, 2), 'CREATE TABLE a (again)'])).toThrow(/already exists/);

    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ x: 1 }]);
  });

  test('a file of a newer version is not touched', () => {
    const database = new DatabaseSync(newFile());
    migrate(database, steps);

    expect(() => migrate(database, steps.slice(0, 2))).toThrow(NewerVersion);
    expect(database.isTransaction).toBe(false);
  });
});

test('a transaction that throws changes nothing and throws on', () => {
  const database = new DatabaseSync(newFile());
  migrate(database, steps);

  const failing = () =>
    transaction(database, () => {
      database.exec('DELETE FROM a');
      throw new Error('on purpose');
    });

  expect(failing).toThrow('on purpose');
  expect(database.prepare('SELECT count(*) AS n FROM a').get()).toEqual({ n: 1 });
});

test('a file that is no database, or a damaged one, fails the check', () => {
  const path = newFile();
  const whole = new DatabaseSync(path);
  migrate(whole, steps);
  transaction(whole, () => {
    for (let index = 0; index < 2000; index++) whole.exec(`INSERT INTO a VALUES (${index}, ${index})`);
  });
  whole.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 5000, 9000);
  writeFileSync(path, bytes);
  const garbage = newFile();
  writeFileSync(garbage, 'This is no database. '.repeat(300));

  expect(() => checkIntegrity(new DatabaseSync(path))).toThrow();
  expect(() => checkIntegrity(new DatabaseSync(garbage))).toThrow(/not a database/);
});

test('what is set aside keeps its date and what belongs to it, and never replaces another', () => {
  const path = newFile();
  for (const suffix of ['', '-wal', '-journal']) writeFileSync(path + suffix, suffix);
  const at = Date.UTC(2026, 10, 23, 16, 10, 50, 5);

  const first = setAside(path, at);
  writeFileSync(path, 'second');
  const second = setAside(path, at);

  expect(first.endsWith('some.damaged-20261123-161050.sqlite')).toBe(true);
  expect(second).not.toBe(first);
  expect(readdirSync(join(path, '..')).length).toBe(4);
  expect(readFileSync(`${first}-wal`, 'utf8')).toBe('-wal');
  expect(readFileSync(second, 'utf8')).toBe('second');
});

test('errors of SQLite and of the system are told by their code', () => {
  const database = new DatabaseSync(newFile());
  const codeOf = (work: () => unknown) => {
    try {
      work();
      return 'none';
    } catch (error) {
      return errorCode(error);
    }
  };
  database.exec('CREATE TABLE u (x UNIQUE); INSERT INTO u VALUES (1)');

  expect(codeOf(() => database.exec('INSERT INTO u VALUES (1)'))).toBe('SQLITE_CONSTRAINT');
  expect(codeOf(() => readFileSync('/nonexistent'))).toBe('ENOENT');
  expect(codeOf(() => new DatabaseSync('/nonexistent/x'))).toBe('SQLITE_CANTOPEN');
});
