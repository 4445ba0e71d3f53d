import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { openTrustStore } from '#main/engine/trust/store.ts';
import { complain, type Command } from './command.ts';
import { nearestWord, type Given } from './flags.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import { addTrust } from './trust/add.ts';
import { exportTrust } from './trust/export.ts';
import { importTrust } from './trust/import.ts';
import { listTrust } from './trust/list.ts';
import { removeTrust } from './trust/remove.ts';
import type { TrustTask } from './trust/task.ts';

const tasks: Readonly<Record<string, TrustTask>> = {
  list: listTrust,
  add: addTrust,
  remove: removeTrust,
  export: exportTrust,
  import: importTrust,
};

export const trustCommand: Command = {
  flags: [
    { name: 'profile', value: 'DIR', help: 'the profile whose trust it is; the app names its own in Settings' },
    { name: 'all', help: 'list: the system’s and the bundled authorities too' },
    {
      name: 'host',
      value: 'PATTERN',
      help: 'add: trust for these hosts: api.corp, *.corp, .corp, 10.0.0.0/8; repeatable',
    },
    { name: 'everywhere', help: 'add: trust for every host' },
    { name: 'until', value: 'DATE', help: 'add: until the end of 2027-06-30, or for 30d' },
    { name: 'note', value: 'TEXT', help: 'add: why' },
    { name: 'label', value: 'TEXT', help: 'add: what to call a single authority' },
    { name: 'hint', help: 'add: keep intermediates to complete chains; trusts nobody' },
    {
      name: 'format',
      value: 'KIND',
      help: 'export: trust (all of it, the default), or the authorities as pem, p7b, jks, json',
    },
    { name: 'apply', help: 'import: make the changes that are listed; without it nothing changes' },
    { name: 'json', help: 'list, import: print JSON' },
  ],
  notes: [
    'wireglass trust list | add FILE… | remove NAME|SHA256… | export FILE | import FILE',
    '',
    'add takes what a file says is an authority, and needs to be told for which hosts. import compares a trust file with the',
    'profile and lists what would change; a file never removes anything. export - and import - use standard output and input.',
  ],
  exits: [
    ['0', 'done'],
    ['2', 'the command line, or a file it names, cannot be used; nothing was changed'],
    ['3', 'the trust of the profile could not be read or written; nothing was changed'],
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const [word, ...operands] = given.positionals;
  const task = word === undefined ? undefined : tasks[word];
  if (task === undefined) {
    const names = Object.keys(tasks);
    const nearest = word === undefined ? undefined : nearestWord(word, names);
    const hint = nearest === undefined ? `It takes ${names.join(', ')}.` : `Did you mean trust ${nearest}?`;
    await complain(
      powers,
      word === undefined ? `trust does nothing by itself. ${hint}` : `trust ${word} is unknown. ${hint}`,
    );
    return exitCodes.usage;
  }
  const folder = given.one('profile');
  if (folder === undefined) {
    await complain(powers, 'trust needs a profile: --profile DIR. Without one nothing would be kept.');
    return exitCodes.usage;
  }
  const store = openTrustStore({ ...powers, folder, by: 'terminal' });
  try {
    const state = store.state();
    if (!state.ok) {
      await complain(powers, `The trust file of ${folder} cannot be used. ${explainTrustFailure(state.error)}`);
      return exitCodes.failed;
    }
    return await task({ given, operands, powers, store, state: state.value });
  } finally {
    store.close();
  }
}
