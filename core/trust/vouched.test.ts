import { expect, test } from 'vitest';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';
import { authoritiesOf } from './vouched.ts';

const chainUnder = (subject: string) => {
  const root = issue({ subject, extensions: caExtensions });
  const leaf = issue({ subject: '/CN=api.corp', issuer: root, extensions: leafExtensions('api.corp') });
  return [known(leaf).certificate, known(root).certificate];
};

test('an authority is known by its name and its key', () => {
  const [one, other] = [authoritiesOf(chainUnder('/CN=Corp Root')), authoritiesOf(chainUnder('/CN=Corp Root'))];

  expect(one).toHaveLength(1);
  expect(other).not.toEqual(one);
});

test('a name that is too long for any real authority is not remembered', () => {
  const long = Array.from({ length: 20 }, () => `/OU=${'x'.repeat(60)}`).join('');

  expect(authoritiesOf(chainUnder(`${long}/CN=Hostile Root`))).toEqual([]);
});
