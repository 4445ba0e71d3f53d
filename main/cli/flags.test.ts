import { describe, expect, test } from 'vitest';
import { nearestWord, parseFlags, type Flag } from './flags.ts';

const flags: readonly Flag[] = [
  { name: 'request', short: 'X', value: 'METHOD', help: '' },
  { name: 'header', short: 'H', value: 'NAME:VALUE', help: '' },
  { name: 'data', short: 'd', value: 'DATA', help: '' },
  { name: 'ca', value: 'FILE', help: '' },
  { name: 'json', help: '' },
];

function given(...args: readonly string[]) {
  const parsed = parseFlags(args, flags);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function refusal(...args: readonly string[]): string {
  const parsed = parseFlags(args, flags);
  return parsed.ok ? 'accepted' : parsed.error.message;
}

describe('flags are read as curl users type them', () => {
  test.each([[['-X', 'POST']], [['-XPOST']], [['--request', 'POST']], [['--request=POST']]])('%j', (words) => {
    expect(given(...words, 'https://a').one('request')).toBe('POST');
  });

  test('the address may stand anywhere, and a flag may come again', () => {
    const read = given('-H', 'A: 1', 'https://a', '-HB: 2', '--json');

    expect(read.positionals).toEqual(['https://a']);
    expect(read.all('header')).toEqual(['A: 1', 'B: 2']);
    expect(read.has('json')).toBe(true);
    expect(read.has('ca')).toBe(false);
  });

  test('of a flag that makes sense only once the last counts', () => {
    expect(given('-X', 'PUT', '-X', 'DELETE').one('request')).toBe('DELETE');
  });

  test('a value may begin with a dash or be empty', () => {
    expect(given('-d', '-5').one('data')).toBe('-5');
    expect(given('-d', '').one('data')).toBe('');
    expect(given('--data=--json').one('data')).toBe('--json');
  });

  test('after -- nothing is a flag', () => {
    expect(given('--', '--json').positionals).toEqual(['--json']);
  });
});

describe('a mistake is named, never passed over', () => {
  test.each([
    [['--jsno'], 'Unknown flag --jsno. Did you mean --json?'],
    [['--req=GET'], 'Unknown flag --req. Did you mean --request?'],
    [['--frobnicate'], 'Unknown flag --frobnicate.'],
    [['-Z'], 'Unknown flag -Z.'],
    [['--ca'], '--ca needs a value: --ca FILE.'],
    [['--ca', '--json'], '--ca needs a value: --ca FILE. --json is a flag itself.'],
    [['--ca='], '--ca needs a value: --ca FILE.'],
    [['-H'], '-H needs a value: -H, --header NAME:VALUE.'],
    [['--json=yes'], '--json takes no value.'],
  ])('%j', (args, message) => {
    expect(refusal(...args)).toBe(message);
  });

  test.each(['-k', '--insecure'])('%s is answered with the way that keeps verification on', (flag) => {
    expect(refusal(flag)).toContain('--ca FILE');
  });
});

describe('the nearest word', () => {
  test.each([
    ['snd', 'send'],
    ['sned', 'send'],
    ['isnpect', 'inspect'],
    ['playgrund', 'playground'],
    ['xyz', undefined],
  ])('of %s is %s', (typed, nearest) => {
    expect(nearestWord(typed, ['send', 'inspect', 'cert', 'playground'])).toBe(nearest);
  });
});
