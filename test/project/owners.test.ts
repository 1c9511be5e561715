import { describe, expect, it } from 'vitest';
import { isOwnedBy, Owners } from '../../src/project/owners.ts';

const GITHUB = `# everyone
*                @org/all
*.js             @js-owner # inline
/build/logs/     @doctocat
docs/*           docs@example.com
apps/            @octocat
/scripts/        @doctocat @octocat
**/logs          @logger
/apps/github
/rules/with\\ space.yml @space
`;

describe('CODEOWNERS as GitHub reads it', () => {
  const owners = new Owners(GITHUB);
  it.each([
    ['README.md', ['@org/all']],
    ['src/deep/x.js', ['@js-owner']],
    ['build/logs/a/b.txt', ['@logger']],
    ['docs/getting-started.md', ['docs@example.com']],
    ['docs/build-app/troubleshooting.md', ['@org/all']],
    ['deep/apps/x/y.yml', ['@octocat']],
    ['scripts/a.sh', ['@doctocat', '@octocat']],
    ['deep/logs/x', ['@logger']],
    ['apps/github/x.yml', []],
    ['rules/with space.yml', ['@space']],
    ['./README.md', ['@org/all']],
  ])('%s', (path, expected) => expect(owners.of(path)).toEqual(expected));

  it('has no owners outside, or without a file', () => {
    expect(owners.of('../other/x.js')).toEqual([]);
    expect(owners.of('/etc/x.js')).toEqual([]);
    expect(owners.of('<stdin>')).toEqual(['@org/all']);
    expect(new Owners('').of('a.js')).toEqual([]);
  });

  it('starts from the root of the repository', () => {
    expect(new Owners('/services/shop/rules/ @shop\n', 'services/shop/').of('rules/a.yml')).toEqual([
      '@shop',
    ]);
    expect(new Owners('/rules/ @shop\n', 'services/shop/').of('rules/a.yml')).toEqual([]);
  });
});

describe('sections, as GitLab reads them', () => {
  const owners = new Owners(`* @default
[Database] @dba
rules/db/
rules/db/special.yml @special
!rules/db/none.yml

^[Docs][2] @docs @writers
*.md

[database]
model/ @model
`);
  it.each([
    ['rules/web.yml', ['@default']],
    ['rules/db/a.yml', ['@default', '@dba']],
    ['rules/db/special.yml', ['@default', '@special']],
    ['rules/db/none.yml', ['@default']],
    ['model/a.yml', ['@default', '@model']],
    ['a.md', ['@default', '@docs', '@writers']],
  ])('%s', (path, expected) => expect(owners.of(path)).toEqual(expected));
});

it('owners are compared by name or glob, whatever their case', () => {
  expect(isOwnedBy(['@Org/Web'], ['@org/web'])).toBe(true);
  expect(isOwnedBy(['@org/*'], ['@org/web', '@x'])).toBe(true);
  expect(isOwnedBy(['@org/w'], ['@org/web'])).toBe(false);
  expect(isOwnedBy(['@org/web'], [])).toBe(false);
});
